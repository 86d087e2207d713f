"""The site, its front page, its menu, its members and their rooms."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page, Site

from demo.address import site_address
from demo.content.network import (
    BEST_BETS,
    KEY_MESSAGES,
    MEMBERS,
    MENU,
    NETWORK,
    PLACES,
    SYNONYMS,
    TOPICS,
    WORKSHOPS_PAGE,
)
from demo.ledger import NoLongerThere
from home.models import HomePage, MenuItem, MenuPosition, NavigationSettings, NetworkSettings
from home.services import create_site
from maillage.places.models import Organization, OrganizationIndexPage, Place
from maillage.places.services import create_organization
from search.models import Synonym
from workshops.models import Topic, WorkshopIndexPage

if TYPE_CHECKING:
    from demo.content.shapes import Member, PlaceCard
    from demo.ledger import Ledger


def write_network(ledger: Ledger) -> None:
    """Make the site, marked as a demonstration, with the list of its workshops and their topics."""
    ledger.once("page:home", _site)
    ledger.once("page:workshops", partial(_workshops_page, ledger))
    for key in TOPICS:
        ledger.once(f"topic:{key}", partial(_topic, key))


def write_front_page(ledger: Ledger) -> None:
    """Fill the front page and the menu, once everything they lead to is there."""
    ledger.once("front page", partial(_key_messages, ledger))
    ledger.once("menu", partial(_menu, ledger))


def _site() -> HomePage:
    hostname, port = site_address()
    home = create_site(**NETWORK, is_demonstration=True, hostname=hostname, port=port)
    # Where a site was there before, its editors never said that it held a demonstration.
    NetworkSettings.objects.filter(site__root_page=home.pk).update(is_demonstration=True)
    return home


def _workshops_page(ledger: Ledger) -> WorkshopIndexPage:
    home = ledger.row(HomePage, "page:home")
    page = WorkshopIndexPage(**WORKSHOPS_PAGE)
    home.add_child(instance=page)
    page.save_revision().publish()
    return page


def _topic(key: str) -> Topic:
    name, slug = TOPICS[key]
    topic, _made = Topic.objects.get_or_create(slug=slug, defaults={"name": name})
    return topic


def _key_messages(ledger: Ledger) -> HomePage:
    home = ledger.row(HomePage, "page:home")
    if home.key_messages:
        return home
    messages = [{**message, "page": ledger.row(Page, message["page"]).pk} for message in KEY_MESSAGES]
    block = HomePage.key_messages.field.stream_block
    home.key_messages = block.to_python([{"type": "message", "value": message} for message in messages])
    home.save_revision().publish()
    return home


def _menu(ledger: Ledger) -> None:
    """Put the demo's pages behind the first entry of the menu."""
    site = Site.objects.get(is_default_site=True)
    menus = NavigationSettings.objects.get(site=site)
    items = list(MenuItem.objects.filter(settings=menus).order_by("sort_order", "pk"))
    items[1:1] = [_entry(ledger, menus, label, page) for label, page in MENU]
    for order, item in enumerate(items):
        item.sort_order = order
        item.save()


def _entry(ledger: Ledger, menus: NavigationSettings, label: str, page: str) -> MenuItem:
    return MenuItem(settings=menus, label=label, page=ledger.row(Page, page), position=MenuPosition.MAIN)


def write_organizations(ledger: Ledger) -> None:
    """Make the members, each with its section of the site, its group and its collection."""
    for member in MEMBERS:
        ledger.once(f"organization:{member.key}", partial(_organization, member))


def write_places(ledger: Ledger) -> None:
    """Make the rooms."""
    for card in PLACES:
        ledger.once(f"place:{card.key}", partial(_place, ledger, card))


def _organization(member: Member) -> Organization:
    parent = OrganizationIndexPage.objects.first()
    if parent is None:
        raise NoLongerThere("list of the organisations")
    return create_organization(
        name=member.name,
        kind=member.kind,
        parent_page=parent,
        role=member.role,
        phone=member.phone,
        phone_hours=member.phone_hours,
        email=member.email,
        presentation=member.presentation,
    )


def _place(ledger: Ledger, card: PlaceCard) -> Place:
    return Place.objects.create(
        organization=ledger.row(Organization, f"organization:{card.organization}"),
        commune=card.commune,
        postal_code=card.postal_code,
        name=card.name,
        street=card.street,
        lieu_dit=card.lieu_dit,
        room=card.room,
        access=card.access,
        phone=card.phone,
        latitude=Decimal(card.latitude),
        longitude=Decimal(card.longitude),
        address_for_registered_only=card.address_for_registered_only,
    )


def write_search(ledger: Ledger) -> None:
    """Keep the lines of synonyms, and put a page first for some words."""
    for expressions in SYNONYMS:
        ledger.once(f"synonym:{expressions}", partial(_synonym, expressions))
    for text, key in BEST_BETS:
        ledger.once(f"best bet:{text}", partial(_best_bet, ledger, text, key))


def _synonym(expressions: str) -> Synonym:
    synonym, _made = Synonym.objects.get_or_create(expressions=expressions)
    return synonym


def _best_bet(ledger: Ledger, text: str, key: str) -> SearchPromotion:
    return SearchPromotion.objects.create(query=Query.get(text), page=ledger.row(Page, key))
