"""A site made by the service that makes it, and pages of text below it."""

from __future__ import annotations

from typing import Any

from home.models import HomePage, StandardPage
from home.services import create_site


def make_site(**fields: Any) -> HomePage:
    """The default site of a network called Maillage, with its legal pages and menus."""
    return create_site(fields.pop("network_name", "Maillage"), **fields)


def make_page(home: HomePage, *blocks: tuple[str, Any], **fields: Any) -> StandardPage:
    """A published page of text holding `blocks`, each a name and the raw value of a `BodyBlock`."""
    page = StandardPage(**{"title": "Le café réparation", "slug": "cafe-reparation", **fields})
    page.body = StandardPage.body.field.stream_block.to_python(
        [{"type": name, "value": value} for name, value in blocks]
    )
    home.add_child(instance=page)
    page.save_revision().publish()
    return page
