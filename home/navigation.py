"""What surrounds the content of every page: the network, the menus, the canonical address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db.models.signals import post_delete, post_save
from wagtail.models import Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from .models import MenuItem, MenuPosition, NavigationSettings, NetworkSettings

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.models import Page

# The same on every page: read twice a minute by each process, and anew after a change made there.
KEPT_FOR_SECONDS = 30
KEPT_FRAME = "home.frame"


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
    """Return the frame of the site that `request` asks for; what is kept costs no query.

    `page` is the Wagtail page being served, if any: its own address is then the canonical one.
    """
    canonical_url = (page and page.full_url) or request.build_absolute_uri(request.path)
    site = Site.find_for_request(request)
    if site is None:
        return Frame(canonical_url=canonical_url)
    network, links = cache.get_or_set(f"{KEPT_FRAME}.{site.pk}", partial(_read, site), KEPT_FOR_SECONDS)
    return Frame(
        network=network,
        main=_links(links, MenuPosition.MAIN, request.path),
        footer=_links(links, MenuPosition.FOOTER, request.path),
        canonical_url=canonical_url,
    )


def forget_frames(**_signal: object) -> None:
    """Forget the frames that this process keeps: a menu, a setting or a page in a menu has changed."""
    cache.delete_many([f"{KEPT_FRAME}.{pk}" for pk in Site.objects.values_list("pk", flat=True)])


def watch_frames() -> None:
    """Have the frames forgotten at each change of what they show: menus, settings, addresses of pages."""
    for model in (MenuItem, NavigationSettings, NetworkSettings, Site):
        post_save.connect(forget_frames, sender=model, dispatch_uid=f"home.frames.{model.__name__}")
        post_delete.connect(forget_frames, sender=model, dispatch_uid=f"home.frames.{model.__name__}")
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(forget_frames, dispatch_uid="home.frames")


def _read(site: Site) -> tuple[NetworkSettings, list[tuple[str, str, str]]]:
    """Read the settings of `site` and its links as (position, label, address), in two queries."""
    # Not `for_site()`, which writes a row the first time: a public GET never writes.
    network = NetworkSettings.objects.filter(site=site).first() or NetworkSettings(site=site)
    items = [(item, item.get_url(site)) for item in MenuItem.objects.of_site(site)]
    return network, [(item.position, item.label, url) for item, url in items if url]


def _links(links: Iterable[tuple[str, str, str]], position: MenuPosition, path: str) -> list[MenuLink]:
    return [MenuLink(label, url, _current(url, path)) for where, label, url in links if where == position]


def _current(url: str, path: str) -> str:
    if url == path:
        return "page"
    return "true" if url != "/" and path.startswith(url) else ""
