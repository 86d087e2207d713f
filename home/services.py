"""Make a site: its pages, its settings, its menus, in one step that can be run again."""

from __future__ import annotations

from django.apps import apps
from django.contrib.auth.models import Group
from django.db import transaction
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.models import Page, Site, Task, Workflow

from maillage.bookings.conf import get_conf as get_bookings_conf
from maillage.places.models import OrganizationIndexPage
from maillage.places.starting import StartingSection, starting_sections

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
# What is written once, in the language of the day; `stored_words()` finds it again.
INDEX_TITLE, INDEX_SLUG = gettext_lazy("Who we are"), gettext_lazy("who-we-are")
AGENDA, SEARCH = pgettext_lazy("entry of a menu", "Agenda"), pgettext_lazy("entry of a menu", "Search")
NO_CONTACT = gettext_lazy("ask at one of our dates")
REVIEW = gettext_lazy("Review by the network’s team")
# The groups that Wagtail's migrations make, in English too.
WAGTAIL_GROUPS = {
    "Moderators": pgettext_lazy("group of users", "Moderators"),
    "Editors": pgettext_lazy("group of users", "Editors"),
}


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
    _words_of_wagtail()
    return home


@transaction.atomic
def add_section(home: HomePage, section: StartingSection) -> Page:
    """Publish the page of an activity below the front page, with its entry in the menu; return the page.

    The entry comes before « Who we are », after those that were added already.
    """
    page: Page = apps.get_model(section.page_model)(title=str(section.title), slug=str(section.slug))
    home.add_child(instance=page)
    page.save_revision().publish()
    menus = NavigationSettings.objects.get(site__root_page=home.pk)
    items = list(MenuItem.objects.filter(settings=menus).order_by("sort_order", "pk"))
    rank = next((rank for rank, item in enumerate(items) if _leads_to_members(item)), len(items))
    entry = MenuItem(settings=menus, label=str(section.menu), page=page, position=MenuPosition.MAIN)
    items.insert(rank, entry)
    for order, item in enumerate(items):
        item.sort_order = order
        item.save()
    return page


def stored_words() -> list[tuple[str, str, object]]:
    """Return what this module writes, as the hook `register_stored_words` tells it."""
    return [
        ("places.OrganizationIndexPage", "title", INDEX_TITLE),
        ("places.OrganizationIndexPage", "slug", INDEX_SLUG),
        ("home.StandardPage", "body", NO_CONTACT),
        ("wagtailcore.Workflow", "name", REVIEW),
        ("wagtailcore.Task", "name", REVIEW),
        *(("auth.Group", "name", name) for name in WAGTAIL_GROUPS.values()),
        *(("home.MenuItem", "label", label) for label in (AGENDA, INDEX_TITLE, SEARCH)),
        *(("home.MenuItem", "label", section.menu) for section in starting_sections()),
        *((section.page_model, "title", section.title) for section in starting_sections()),
        *((section.page_model, "slug", section.slug) for section in starting_sections()),
    ]


def _leads_to_members(item: MenuItem) -> bool:
    return item.page is not None and item.page.specific_class is OrganizationIndexPage


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
        page = OrganizationIndexPage(title=str(INDEX_TITLE), slug=str(INDEX_SLUG))
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
            "contact": contact or str(NO_CONTACT),
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
        MenuItem(label=str(AGENDA), address=_path_of("bookings:agenda")),
        MenuItem(label=str(INDEX_TITLE), page=OrganizationIndexPage.objects.descendant_of(home).first()),
        MenuItem(label=str(SEARCH), address=_path_of("search:search")),
    ]
    for page in StandardPage.objects.descendant_of(home).exclude(purpose="").order_by("path"):
        items.append(MenuItem(label=page.title[:40], page=page, position=MenuPosition.FOOTER))
    wanted = [item for item in items if item.page_id or item.address]
    for order, item in enumerate(wanted):
        item.settings, item.sort_order = menus, order
    MenuItem.objects.bulk_create(wanted)


def _words_of_wagtail() -> None:
    """Say Wagtail's own review and groups in the words of the site, where nobody has named them otherwise."""
    for model in (Workflow, Task):
        model.objects.filter(name=WAGTAIL_REVIEW).update(name=str(REVIEW))
    for name, words in WAGTAIL_GROUPS.items():
        if not Group.objects.filter(name=str(words)).exists():
            Group.objects.filter(name=name).update(name=str(words))


def _path_of(route: str) -> str:
    """Return the path of a named route, or nothing where its plugin is not installed."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""
