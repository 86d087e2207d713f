"""The pages of text and of workshops, and their pictures."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.utils.text import slugify
from wagtail.images import get_image_model
from wagtail.models import Page

from demo.content.pages import PAGES
from demo.content.workshops import WORKSHOPS
from demo.drawings import DRAWINGS
from home.models import StandardPage
from maillage.places.models import Organization, Place
from workshops.models import Facilitator, Topic, WorkshopPage

if TYPE_CHECKING:
    from django.db.models import Model

    from demo.content.shapes import TextPage, Workshop
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


# What a page takes from the content as it is.
SAME_FIELDS = (
    "title",
    "introduction",
    "body",
    "level",
    "age_from",
    "age_to",
    "accompanied",
    "accompanied_under",
    "price_kind",
    "price",
    "members_price",
    "booking_mode",
    "booking_opens_days",
    "booking_closes_hours",
    "seats_per_registration",
    "guardian_below_age",
    "asks_photo",
)


def write_workshops(ledger: Ledger) -> None:
    """Publish the twelve workshops."""
    for content in WORKSHOPS:
        ledger.once(f"workshop:{content.key}", partial(_workshop, ledger, content))


def _workshop(ledger: Ledger, content: Workshop) -> WorkshopPage:
    organization = ledger.row(Organization, f"organization:{content.organization}")
    page = WorkshopPage(
        **{name: getattr(content, name) for name in SAME_FIELDS},
        slug=slugify(content.title),
        languages=list(content.languages),
        accessibility=list(content.accessibility),
        what_to_bring="\n".join(content.bring),
        questions=json.dumps(content.questions),
        organization=organization,
        place=ledger.row(Place, f"place:{content.place}"),
    )
    page.topics.set([ledger.row(Topic, f"topic:{key}") for key in content.topics])
    helpers = [ledger.row(Organization, f"organization:{key}") for key in content.co_organizers]
    page.co_organizers.set(helpers)
    page.facilitators.set(
        Facilitator(first_name=name, agrees_to_be_named=agrees, sort_order=order)
        for order, (name, agrees) in enumerate(content.facilitators)
    )
    organization.page.add_child(instance=page)
    page.save_revision().publish()
    return page
