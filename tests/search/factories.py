"""Pages to find, made quickly in large numbers."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from tests.places.factories import make_index_page


def make_text_page(title: str, description: str = "", **fields: Any) -> Page:
    """A published page that says `description`."""
    home = make_index_page().get_parent()
    return home.add_child(instance=Page(title=title, search_description=description, **fields))


def make_many_pages(number: int, title: str) -> None:
    """Many published pages whose titles begin with `title`."""
    home = make_index_page().get_parent()
    for count in range(number):
        home.add_child(instance=Page(title=f"{title} {count}"))
