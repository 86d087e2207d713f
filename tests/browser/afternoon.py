"""A repair café of today, made and read in the site's own database by another process."""

from __future__ import annotations

import json
import sys
import uuid
from typing import Any

from django.test import Client
from django.urls import reverse

from maillage.bookings.models import RegisteredDate, Session
from maillage.places.models import Organization
from repair.categories import Category
from repair.models import Fixer, HouseRules, IntakeSheet, RepairRecord, Skill
from repair.services.published import publish_rules
from tests.places.factories import make_editor, make_organization
from tests.repair.factories import announce, make_cafe, make_date, make_fixer

ANNOUNCED = (
    ("Grille-pain", {"category": Category.TOASTER, "fault": "Le levier remonte."}),
    ("Pantalon", {"category": Category.TEXTILE}),
    ("Radio", {"category": Category.PORTABLE_RADIO}),
)
SKILLS = (
    ("Appareils", "appareils", (Category.TOASTER, Category.LAMP, Category.PORTABLE_RADIO)),
    ("Couture", "couture", (Category.TEXTILE,)),
)


def prepare() -> None:
    """Print the code of the date, its addresses, and the cookies of the phones of its team."""
    organization = Organization.objects.first() or make_organization("Les Mulots")
    page = make_cafe(organization, slug=f"cafe-{uuid.uuid4().hex}")
    page.skills = [_skill(*each) for each in SKILLS]
    page.save()
    publish_rules(HouseRules(organization=organization, text="Nous regardons l’objet avec vous."))
    session = make_date(page, in_days=0)
    for item, fields in ANNOUNCED:
        announce(session, item, **fields)
    Fixer.objects.all().delete()
    for name, skill in zip(("Armelle", "Nolwenn"), page.skills.all(), strict=True):
        make_fixer(organization, skills=[skill], first_name=name)
    names = {"intake": "repair_day:intake", "queue": "repair_day:queue", "wall": "repair:wall"}
    addresses = {screen: reverse(name, args=[session.public_id]) for screen, name in names.items()}
    phones = [_cookie(organization, f"{name}-{session.public_id}") for name in ("accueil", "un", "deux")]
    _write({"public_id": session.public_id, "phones": phones, "addresses": addresses})


def show(public_id: str) -> None:
    """Print every object of a date with its state and outcome, and how many owners are noted present."""
    session = Session.objects.get(public_id=public_id)
    sheets = IntakeSheet.objects.filter(session=session).order_by("number")
    records = {record.sheet_id: record for record in RepairRecord.objects.filter(session=session)}
    told = [
        (sheet.item, sheet.state, records[sheet.pk].get_outcome_display() if sheet.pk in records else "")
        for sheet in sheets
    ]
    here = RegisteredDate.objects.filter(session=session, attendance="present").count()
    _write({"sheets": told, "present": here})


def _skill(name: str, slug: str, categories: tuple[Category, ...]) -> Skill:
    numbers = [int(category) for category in categories]
    return Skill.objects.get_or_create(slug=slug, defaults={"name": name, "categories": numbers})[0]


def _cookie(organization: Organization, name: str) -> str:
    client = Client()
    client.force_login(make_editor(organization, f"{name}@mulots.example"))
    return client.cookies["sessionid"].value


def _write(values: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(values))
