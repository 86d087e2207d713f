"""What surrounds the content of every page: the network, the menus, the canonical address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wagtail.models import Site

from .models import MenuItem, MenuPosition, NetworkSettings

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.models import Page


@dataclass(frozen=True, slots=True)
class MenuLink:
    """One link of a menu. `current` is the value of its aria-current: « page », « true » or nothing."""

    label: str
    url: str
    current: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What `base.html` needs to draw the header and the footer."""

    network: NetworkSettings | None = None
    main: list[MenuLink] = field(default_factory=list)
    footer: list[MenuLink] = field(default_factory=list)
    canonical_url: str = ""


def build_frame(request: HttpRequest, page: Page | None = None) -> Frame:
    """Read the frame of the site that `request` asks for: one query for its settings, one for its menus.

    `page` is the Wagtail page being served, if any: its own address is then the canonical one.
    """
    canonical_url = (page and page.full_url) or request.build_absolute_uri(request.path)
    site = Site.find_for_request(request)
    if site is None:
        return Frame(canonical_url=canonical_url)
    items = list(MenuItem.objects.of_site(site))
    return Frame(
        # Not `for_request()`, which writes a row the first time: a public GET never writes.
        network=NetworkSettings.objects.filter(site=site).first() or NetworkSettings(site=site),
        main=_links(items, MenuPosition.MAIN, request),
        footer=_links(items, MenuPosition.FOOTER, request),
        canonical_url=canonical_url,
    )


def _links(items: Iterable[MenuItem], position: MenuPosition, request: HttpRequest) -> list[MenuLink]:
    links = []
    for item in items:
        if item.position == position and (url := item.get_url(request)):
            links.append(MenuLink(item.label, url, _current(url, request.path)))
    return links


def _current(url: str, path: str) -> str:
    if url == path:
        return "page"
    return "true" if url != "/" and path.startswith(url) else ""
