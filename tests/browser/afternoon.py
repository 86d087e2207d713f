"""A repair café of today, made and read in the site's own database by another process."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.test import Client
from django.urls import reverse

from maillage.bookings.models import RegisteredDate, Session
from repair.categories import Category
from repair.models import HouseRules, IntakeSheet, RepairRecord
from repair.services.rules import publish_rules
from tests.places.factories import make_editor, make_organization
from tests.repair.factories import announce, make_cafe, make_date, make_fixer, make_skill

ANNOUNCED = (
    ("Grille-pain", {"category": Category.TOASTER, "fault": "Le levier remonte."}),
    ("Pantalon", {"category": Category.TEXTILE}),
    ("Radio", {"category": Category.PORTABLE_RADIO}),
)


def prepare() -> None:
    """Print the code of the date, its addresses, and the cookies of two volunteers' phones."""
    organization = make_organization("Les Mulots")
    sewing = make_skill()
    appliances = make_skill("Électricité", "electricite")
    appliances.categories = [int(Category.TOASTER), int(Category.LAMP), int(Category.PORTABLE_RADIO)]
    appliances.save()
    page = make_cafe(organization)
    page.skills = [appliances, sewing]
    page.save()
    publish_rules(HouseRules(organization=organization, text="Nous regardons l’objet avec vous."))
    session = make_date(page, in_days=0)
    for item, fields in ANNOUNCED:
        announce(session, item, **fields)
    make_fixer(organization, skills=[appliances], first_name="Armelle")
    make_fixer(organization, skills=[sewing], first_name="Nolwenn")
    phones = []
    for name in ("accueil", "armelle", "nolwenn"):
        client = Client()
        client.force_login(make_editor(organization, f"{name}@mulots.example"))
        phones.append(client.cookies["sessionid"].value)
    addresses = {
        name: reverse(f"repair_day:{name}", args=[session.public_id]) for name in ("intake", "queue")
    }
    wall = reverse("repair:wall", args=[session.public_id])
    _write({"phones": phones, "addresses": {**addresses, "wall": wall}})


def show() -> None:
    """Print every object with its state and outcome, and how many owners are noted present."""
    sheets = IntakeSheet.objects.filter(session=Session.objects.get()).order_by("number")
    records = {record.sheet_id: record for record in RepairRecord.objects.all()}
    told = [
        (sheet.item, sheet.state, records[sheet.pk].get_outcome_display() if sheet.pk in records else "")
        for sheet in sheets
    ]
    _write({"sheets": told, "present": RegisteredDate.objects.filter(attendance="present").count()})


def _write(values: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(values))
