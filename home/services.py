"""Make a site: its pages, its settings, its menus, in one step that can be run again."""

from __future__ import annotations

from django.db import transaction
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Page, Site, Task, Workflow

from maillage.bookings.conf import get_conf as get_bookings_conf
from maillage.places.models import OrganizationIndexPage

from .models import (
    HomePage,
    MenuItem,
    MenuPosition,
    NavigationSettings,
    NetworkSettings,
    PagePurpose,
    StandardPage,
)
from .starting_content import starting_page

# What Wagtail's migrations call the review they make, in English on every site.
WAGTAIL_REVIEW = "Moderators approval"


@transaction.atomic
def create_site(
    network_name: str,
    *,
    baseline: str = "",
    headline: str = "",
    introduction: str = "",
    phone: str = "",
    phone_hours: str = "",
    email: str = "",
    is_demonstration: bool = False,
    hostname: str = "localhost",
    port: int = 80,
) -> HomePage:
    """Make the default site with its home page, legal pages, settings and menus; return the home page.

    Run again, it adds what is missing and leaves alone what editors have changed since. Wagtail's
    welcome page is removed when nobody has written below it. All or nothing.
    """
    home = _home_page(network_name, headline or baseline or network_name, introduction)
    site = _site(home, network_name, hostname, port)
    network, _made = NetworkSettings.objects.get_or_create(
        site=site,
        defaults={
            "network_name": network_name,
            "baseline": baseline,
            "phone": phone,
            "phone_hours": phone_hours,
            "email": email,
            "is_demonstration": is_demonstration,
        },
    )
    _organization_index(home)
    for purpose in PagePurpose:
        _legal_page(home, purpose, network)
    _menus(site, home)
    _review()
    return home


def _home_page(network_name: str, headline: str, introduction: str) -> HomePage:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    home = HomePage.objects.filter(pk=site.root_page_id).first() if site else None
    home = home or HomePage.objects.order_by("path").first()
    if home is not None:
        return home
    home = HomePage(title=network_name, slug="accueil", headline=headline[:90], introduction=introduction)
    Page.get_first_root_node().add_child(instance=home)
    home.save_revision().publish()
    return home


def _site(home: HomePage, network_name: str, hostname: str, port: int) -> Site:
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        return Site.objects.create(
            hostname=hostname, port=port, site_name=network_name, root_page=home, is_default_site=True
        )
    if site.root_page_id != home.pk:
        welcome = site.root_page
        site.root_page = Page.objects.get(pk=home.pk)
        site.site_name, site.hostname, site.port = network_name, hostname, port
        site.save()
        if welcome.specific_class is Page and welcome.depth > 1 and not welcome.get_children().exists():
            welcome.delete()
    return site


def _organization_index(home: HomePage) -> None:
    if not OrganizationIndexPage.objects.descendant_of(home).exists():
        page = OrganizationIndexPage(title=_("Who we are"), slug=_("who-we-are"))
        home.add_child(instance=page)
        page.save_revision().publish()


def _legal_page(home: HomePage, purpose: PagePurpose, network: NetworkSettings) -> None:
    if StandardPage.objects.descendant_of(home).filter(purpose=purpose).exists():
        return
    contact = " – ".join(part for part in (network.phone, network.email) if part)
    text = starting_page(
        purpose.value,
        {
            "network": network.network_name,
            "contact": contact or _("ask at one of our dates"),
            "today": date_format(timezone.localdate(), "j F Y"),
            "retention_days": str(get_bookings_conf()["RETENTION_DAYS"]),
        },
    )
    page = StandardPage(
        title=text.title,
        slug=text.slug,
        introduction=text.introduction,
        purpose=purpose,
        reviewed_on=timezone.localdate(),
        show_in_menus=False,
    )
    page.body = StandardPage.body.field.stream_block.to_python(text.body)
    home.add_child(instance=page)
    page.save_revision().publish()


def _menus(site: Site, home: HomePage) -> None:
    """Fill the menus when they are empty: what is installed at the top, the legal pages at the bottom."""
    menus, _made = NavigationSettings.objects.get_or_create(site=site)
    if MenuItem.objects.filter(settings=menus).exists():
        return
    items = [
        MenuItem(label=_("Agenda"), address=_path_of("bookings:agenda")),
        MenuItem(label=_("Who we are"), page=OrganizationIndexPage.objects.descendant_of(home).first()),
        MenuItem(label=_("Search"), address=_path_of("search:search")),
    ]
    for page in StandardPage.objects.descendant_of(home).exclude(purpose="").order_by("path"):
        items.append(MenuItem(label=page.title[:40], page=page, position=MenuPosition.FOOTER))
    wanted = [item for item in items if item.page_id or item.address]
    for order, item in enumerate(wanted):
        item.settings, item.sort_order = menus, order
    MenuItem.objects.bulk_create(wanted)


def _review() -> None:
    """Say Wagtail's own review in the words of the site, where nobody has named it otherwise."""
    for model in (Workflow, Task):
        model.objects.filter(name=WAGTAIL_REVIEW).update(name=_("Review by the network’s team"))


def _path_of(route: str) -> str:
    """Return the path of a named route, or nothing where its plugin is not installed."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""
