"""The pages of text and their pictures."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from wagtail.images import get_image_model
from wagtail.models import Page

from demo.content.pages import PAGES
from demo.drawings import DRAWINGS
from home.models import StandardPage

if TYPE_CHECKING:
    from django.db.models import Model

    from demo.content.shapes import TextPage
    from demo.drawings import Drawing
    from demo.ledger import Ledger

# How the content writes a link inside a text: <a href="page:call">.
LINK = re.compile(r'<a href="(?P<key>(?:page|workshop):[a-z-]+)">')


def write_pictures(ledger: Ledger) -> None:
    """Draw the pictures of the pages."""
    for drawing in DRAWINGS:
        ledger.once(f"picture:{drawing.key}", partial(_picture, drawing))


def write_pages(ledger: Ledger) -> None:
    """Make the pages first, then fill them: they lead to one another."""
    for page in PAGES:
        ledger.once(f"page:{page.key}", partial(_empty_page, ledger, page))


def fill_pages(ledger: Ledger) -> None:
    """Write the content of the pages, once all that they lead to is there."""
    for page in PAGES:
        ledger.once(f"content of page:{page.key}", partial(_fill, ledger, page))


def _link(ledger: Ledger, key: str) -> str:
    return f'<a linktype="page" id="{ledger.row(Page, key).pk}">'


def _picture(drawing: Drawing) -> Model:
    file = ContentFile(drawing.png(), name=f"{drawing.key}.png")
    return get_image_model().objects.create(title=drawing.title, description=drawing.description, file=file)


def _empty_page(ledger: Ledger, content: TextPage) -> StandardPage:
    parent = ledger.row(Page, f"page:{content.parent or 'home'}")
    page = StandardPage(title=content.title, slug=content.slug, introduction=content.introduction)
    parent.add_child(instance=page)
    return page


def _fill(ledger: Ledger, content: TextPage) -> StandardPage:
    page = ledger.row(StandardPage, f"page:{content.key}")
    page.body = StandardPage.body.field.stream_block.to_python(_with_keys(list(content.body), ledger))
    page.save_revision().publish()
    return page


def _with_keys(value: Any, ledger: Ledger) -> Any:
    """Return a raw block with the primary keys of what it names."""
    if isinstance(value, str):
        return LINK.sub(lambda found: _link(ledger, found["key"]), value)
    if isinstance(value, list):
        return [_with_keys(each, ledger) for each in value]
    if not isinstance(value, dict):
        return value
    models = {"page": Page, "image": get_image_model()}
    return {
        name: ledger.row(models[name], each).pk if name in models else _with_keys(each, ledger)
        for name, each in value.items()
    }
