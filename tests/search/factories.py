"""Pages to find, made quickly in large numbers."""

from __future__ import annotations

from typing import Any

from modelsearch.backends import get_search_backend
from wagtail.models import Page

from tests.places.factories import make_index_page


def make_text_page(title: str, description: str = "", **fields: Any) -> Page:
    """A published page that says `description`, found at once."""
    home = make_index_page().get_parent()
    return home.add_child(instance=Page(title=title, search_description=description, **fields))


def make_many_pages(number: int, title: str) -> None:
    """Many published pages whose titles begin with `title`, in the database's index."""
    home = make_index_page().get_parent()
    for count in range(number):
        home.add_child(instance=Page(title=f"{title} {count}"))


def indexed(model: type) -> None:
    """Bring the default engine's index of `model` up to date."""
    get_search_backend("default").add_bulk(model, list(model.objects.all()))
