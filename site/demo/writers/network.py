"""The site, its front page and its menu."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wagtail.models import Page, Site

from demo.address import site_address
from demo.content.network import KEY_MESSAGES, MENU, NETWORK, TOPICS, WORKSHOPS_PAGE
from home.models import HomePage, MenuItem, MenuPosition, NavigationSettings, NetworkSettings
from home.services import create_site
from workshops.models import Topic, WorkshopIndexPage

if TYPE_CHECKING:
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
