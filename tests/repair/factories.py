"""Repairs, and files of the open standard."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from itertools import count as count_from
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.utils import timezone

from maillage.batches.running import Tally, run_import
from maillage.bookings.models import RegistrationSource, Session
from maillage.bookings.services import register
from maillage.places.models import Organization
from repair.categories import Category
from repair.imports import RepairImporter
from repair.models import (
    DataProvider,
    Fixer,
    IntakeSheet,
    ItemAnnouncement,
    RepairCafePage,
    RepairRecord,
    Skill,
)
from repair.open_data import COLUMNS
from repair.outcomes import Outcome
from repair.services.intake import take_in
from repair.services.records import provider_of
from repair.totals import refresh_totals
from tests.places.factories import make_organization

TORONTO = Path(__file__).parent / "data" / "repair-cafe-toronto.csv"
numbers = count_from(1)

ROW = {
    "id": "mulots_1",
    "data_provider": "Les Mulots",
    "country": "FRA",
    "partner_product_category": "Petit électroménager ~ Grille-pain",
    "product_category": "Toaster",
    "product_category_id": "31",
    "brand": "Unknown",
    "year_of_manufacture": "",
    "product_age": "",
    "repair_status": "Fixed",
    "repair_barrier_if_end_of_life": "",
    "group_identifier": "Repair café de Redon",
    "event_date": "2026-05-23",
    "problem": "",
}


def row(**cells: str) -> dict[str, str]:
    """Return a good row of the standard, with other `cells`."""
    return {**ROW, **cells}


def table(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS, encoding: str = "utf-8") -> io.BytesIO:
    """Return `rows` as a file that was opened."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return io.BytesIO(text.getvalue().encode(encoding))


def import_rows(*rows: dict[str, str], provider: str = "", **options: Any) -> Tally:
    """Import `rows`; return what became of them."""
    return run_import(RepairImporter(provider), table(*rows, **options))


def make_provider(name: str = "Les Mulots", **fields: Any) -> DataProvider:
    """Return the publisher of this name."""
    return DataProvider.objects.get_or_create(name=name, defaults=fields)[0]


def make_record(**fields: Any) -> RepairRecord:
    """Return a toaster that was repaired, saved, with other `fields`; the counts kept ready ignore it."""
    defaults = {
        "provider_ref": f"mulots_{next(numbers)}",
        "partner_product_category": "Grille-pain",
        "category": Category.TOASTER,
        "outcome": Outcome.FIXED,
        "group_identifier": "Repair café de Redon",
        "event_date": date(2026, 5, 23),
    }
    if "provider" not in fields:
        fields["provider"] = make_provider()
    return RepairRecord.objects.create(**{**defaults, **fields})


LAST_YEAR = timezone.localdate().year - 1


def repaired(organization: Organization, count: int = 3, year: int = LAST_YEAR, **fields: Any) -> None:
    """Let `organization` have repaired `count` toasters in `year`, and count them."""
    provider = provider_of(organization)
    for _each in range(count):
        make_record(provider=provider, event_date=date(year, 5, 2), **fields)
    refresh_totals(provider.pk, {year})


make_broken = partial(make_record, outcome=Outcome.END_OF_LIFE)


def make_cafe(organization: Organization | None = None, **fields: Any) -> RepairCafePage:
    """A published repair café in its organisation's section, booked on the site."""
    organization = organization or Organization.objects.first() or make_organization()
    page = RepairCafePage(
        **{
            "title": "Le repair café de Redon",
            "slug": f"repair-cafe-{next(numbers)}",
            "introduction": "On regarde l’objet avec vous.",
            "accepted": "Le petit électroménager\nLes vêtements",
            "organization": organization,
            **fields,
        }
    )
    return organization.page.add_child(instance=page)


def make_date(page: RepairCafePage | None = None, *, in_days: int = 7, **fields: Any) -> Session:
    """A date of a repair café, of three hours, `in_days` from now."""
    page = page or make_cafe()
    start = timezone.now().replace(microsecond=0) + timedelta(days=in_days)
    hours = {"start": start, "end": start + timedelta(hours=3), "original_start": start}
    return Session.objects.create(**{"page": page, "organization": page.organization, **hours, **fields})


def make_skill(name: str = "Couture", slug: str = "couture") -> Skill:
    """A skill that repairs clothes."""
    return Skill.objects.create(name=name, slug=slug, categories=[int(Category.TEXTILE)])


def make_fixer(organization: Organization, skills: Iterable[Skill] = (), **fields: Any) -> Fixer:
    """A volunteer of `organization` who knows `skills`."""
    fixer = Fixer.objects.create(organization=organization, **{"first_name": f"B{next(numbers)}", **fields})
    fixer.skills.set(skills)
    return fixer


def make_sheet(session: Session | None = None, **fields: Any) -> IntakeSheet:
    """A lamp that was taken in."""
    return take_in(session or make_date(), **{"client_key": uuid4(), "item": "Lampe", **fields})


def announce(session: Session, item: str = "Lampe", **fields: Any) -> ItemAnnouncement:
    """An object that somebody who registered for `session` will bring."""
    somebody = {"name": f"Personne{next(numbers)}", "email": f"p{next(numbers)}@maison.example"}
    registration = register(session, source=RegistrationSource.WEB, **somebody)
    return ItemAnnouncement.objects.create(registration=registration, item=item, **fields)
