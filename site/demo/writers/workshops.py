"""The workshops' pages, each in the section of who organises it."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from django.utils.text import slugify

from demo.content.workshops import WORKSHOPS
from maillage.places.models import Organization, Place
from workshops.models import Facilitator, Topic, WorkshopPage

if TYPE_CHECKING:
    from demo.content.shapes import Workshop
    from demo.ledger import Ledger

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
