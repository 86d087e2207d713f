"""A new site: empty, with one association and the invitation of the person who will write for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Site

from accounts.services import invite_editor
from demo.address import site_address
from demo.guards import is_begun
from home.models import MenuItem, MenuPosition, NavigationSettings
from home.services import create_site
from maillage.places.models import OrganizationIndexPage
from maillage.places.services import create_organization
from workshops.models import WorkshopIndexPage

if TYPE_CHECKING:
    from accounts.models import Invitation
    from home.models import HomePage


class SiteAlreadyThere(Exception):
    """The database already holds a site. `str()` says what to do."""

    def __init__(self) -> None:
        super().__init__(_("This database already holds a site: nothing was written. Use an empty database."))


@transaction.atomic
def start_site(*, network_name: str, association: str, editor_email: str) -> Invitation:
    """Make a site with one association, and invite its editor; return the invitation.

    The e-mail leaves by the outbox. All or nothing. Raises SiteAlreadyThere when there is one.
    """
    if is_begun():
        raise SiteAlreadyThere
    hostname, port = site_address()
    home = create_site(network_name, hostname=hostname, port=port)
    _list_of_workshops(home)
    organization = create_organization(name=association, parent_page=OrganizationIndexPage.objects.get())
    return invite_editor(email=editor_email, organization=organization)


def _list_of_workshops(home: HomePage) -> None:
    """Publish the list of the workshops, with its entry in the menu."""
    page = WorkshopIndexPage(title=_("Workshops"), slug=pgettext("address on the site", "workshops"))
    home.add_child(instance=page)
    page.save_revision().publish()
    menus = NavigationSettings.for_site(Site.objects.get(is_default_site=True))
    MenuItem.objects.create(
        settings=menus, label=page.title, page=page, position=MenuPosition.MAIN, sort_order=1
    )
