"""A new site: empty, with one association and the invitation of the person who will write for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.services import invite_editor
from demo.address import site_address
from demo.guards import is_begun
from home.services import add_section, create_site
from maillage.places.models import OrganizationIndexPage
from maillage.places.services import create_organization

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import Invitation
    from maillage.places.starting import StartingSection


class SiteAlreadyThere(Exception):
    """The database already holds a site. `str()` says what to do."""

    def __init__(self) -> None:
        super().__init__(_("This database already holds a site: nothing was written. Use an empty database."))


@transaction.atomic
def start_site(
    *, network_name: str, association: str, editor_email: str, sections: Iterable[StartingSection]
) -> Invitation:
    """Make a site with one association and the sections of its activities, and invite its editor.

    Returns the invitation, whose e-mail leaves by the outbox. All or nothing. Raises SiteAlreadyThere
    when there is one.
    """
    if is_begun():
        raise SiteAlreadyThere
    hostname, port = site_address()
    home = create_site(network_name, hostname=hostname, port=port)
    for section in sections:
        add_section(home, section)
    organization = create_organization(name=association, parent_page=OrganizationIndexPage.objects.get())
    return invite_editor(email=editor_email, organization=organization)
