"""The repair cafés: their pages, their dates, and a year of objects."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.utils import timezone

from demo.content.repair import CAFES, KINDS, REPAIR_PAGE, RULES, SKILLS, VOLUNTEERS
from demo.content.shapes import Attendance
from demo.planning import plan_dates
from demo.writers.dates import Crowd
from home.models import HomePage
from maillage.bookings.models import Registration
from maillage.bookings.services import create_series
from maillage.places.models import Organization, Place
from repair.finding import find_category
from repair.models import (
    DataProvider,
    Fixer,
    HouseRules,
    InsuranceCertificate,
    Professional,
    RepairCafePage,
    RepairIndexPage,
    RepairRecord,
    Skill,
)
from repair.outcomes import Barrier, NextStep, Outcome, SafetyTest
from repair.services.announcements import announce_item
from repair.totals import refresh_totals

if TYPE_CHECKING:
    from demo.content.repair import Cafe, Kind
    from demo.ledger import Ledger

MONTHS = 12
# Of those that are not repaired: which part can be, which is beyond repair; the rest is not known.
REPAIRABLE, END_OF_LIFE = 0.45, 0.45
AGES = (1, 25)
# How often somebody knows the age, and has a scale at hand.
KNOWS_AGE, WEIGHED = 0.6, 0.7


def past_year(cafe: Cafe, today: date) -> list[RepairRecord]:
    """Return the objects of the twelve months before `today`, by date, neither saved nor numbered."""
    draw = random.Random(cafe.key)  # noqa: S311 - nothing to guess here
    days = sorted(draw.choice(_event_days(today)) for _each in range(cafe.records))
    kinds = draw.choices(KINDS, weights=[kind.often for kind in KINDS], k=cafe.records)
    return [_record(cafe, kind, day, draw) for kind, day in zip(kinds, days, strict=True)]


def _event_days(today: date) -> list[date]:
    """Return a Saturday of each of the last twelve months, about thirty days apart."""
    days = [today - timedelta(days=30 * month + 7) for month in range(MONTHS)]
    return [day - timedelta(days=(day.weekday() - 5) % 7) for day in days]


def _record(cafe: Cafe, kind: Kind, day: date, draw: random.Random) -> RepairRecord:
    outcome = _outcome(kind, draw)
    record = RepairRecord(
        partner_product_category=kind.words,
        category=kind.category,
        size=kind.size,
        brand=draw.choice(kind.brands),
        product_age=str(draw.randint(*AGES)) if draw.random() < KNOWS_AGE else "",
        outcome=outcome,
        group_identifier=cafe.title,
        event_date=day,
        problem=draw.choice(kind.problems),
    )
    if outcome == Outcome.END_OF_LIFE:
        record.barrier = draw.choice(list(Barrier))
    if outcome == Outcome.REPAIRABLE:
        record.next_step = draw.choice(list(NextStep))
    if kind.grams is not None and draw.random() < WEIGHED:
        record.weight_grams = round(draw.randint(*kind.grams), -2)
    if outcome == Outcome.FIXED and kind.category.is_powered:
        record.safety_test = SafetyTest.PASSED
    return record


def _outcome(kind: Kind, draw: random.Random) -> Outcome:
    if draw.random() < kind.repaired:
        return Outcome.FIXED
    chance = draw.random()
    if chance < REPAIRABLE:
        return Outcome.REPAIRABLE
    return Outcome.END_OF_LIFE if chance < REPAIRABLE + END_OF_LIFE else Outcome.UNKNOWN


ANNOUNCED = (
    {
        "item": "Grille-pain",
        "item_brand": "Moulinex",
        "item_age": 6,
        "item_fault": "Le levier remonte tout seul.",
    },
    {"item": "Pantalon", "item_fault": "La fermeture est cassée."},
    {"item": "Ordinateur portable", "item_brand": "Asus", "item_age": 8, "item_fault": "Très lent."},
    {"item": "Aspirateur", "item_age": 10, "item_fault": "Il n’aspire plus."},
    {"item": "Lampe de chevet"},
)
SAME_FIELDS = ("title", "introduction", "body", "if_not_repaired")
INSURED_FOR = timedelta(days=340)


def write_repair_cafes(ledger: Ledger) -> None:
    """Publish the list of the cafés, the three cafés, and what they repaired in a year."""
    ledger.once("page:repair", partial(_index_page, ledger))
    for key in SKILLS:
        ledger.once(f"skill:{key}", partial(_skill, key))
    for content in CAFES:
        ledger.once(f"repair:{content.key}", partial(_cafe, ledger, content))
        ledger.once(f"repair-papers:{content.key}", partial(_papers, ledger, content))
        ledger.once(f"repair-year:{content.key}", partial(_records, ledger, content))
        for first_name, skills in VOLUNTEERS.items():
            key = f"fixer:{content.key}:{first_name}"
            ledger.once(key, partial(_fixer, ledger, content, first_name, skills))


def write_repair_dates(ledger: Ledger) -> None:
    """Give each café its dates of the coming months, and people who announce what they bring."""
    crowd = Crowd()
    for content in CAFES:
        ledger.once(f"repair-dates:{content.key}", partial(_dates, ledger, content, crowd))
    crowd.silence()


def _index_page(ledger: Ledger) -> RepairIndexPage:
    page = RepairIndexPage(**REPAIR_PAGE)
    ledger.row(HomePage, "page:home").add_child(instance=page)
    page.save_revision().publish()
    return page


def _skill(key: str) -> Skill:
    name, slug, categories = SKILLS[key]
    skill, _made = Skill.objects.get_or_create(
        slug=slug, defaults={"name": name, "categories": [int(category) for category in categories]}
    )
    return skill


def _cafe(ledger: Ledger, content: Cafe) -> RepairCafePage:
    page = RepairCafePage(
        **{name: getattr(content, name) for name in SAME_FIELDS},
        slug=f"repair-cafe-{content.key}",
        accepted="\n".join(content.accepted),
        refused="\n".join(content.refused),
        organization=ledger.row(Organization, f"organization:{content.organization}"),
        place=ledger.row(Place, f"place:{content.place}"),
    )
    page.skills.set([ledger.row(Skill, f"skill:{key}") for key in content.skills])
    page.professionals.set(
        Professional(**one, sort_order=order) for order, one in enumerate(content.professionals)
    )
    ledger.row(RepairIndexPage, "page:repair").add_child(instance=page)
    page.save_revision().publish()
    return page


def _papers(ledger: Ledger, content: Cafe) -> HouseRules:
    organization = ledger.row(Organization, f"organization:{content.organization}")
    today = timezone.localdate()
    InsuranceCertificate.objects.create(
        organization=organization,
        insurer="Mutuelle du Val de Vilaine",
        valid_from=today - INSURED_FOR,
        expires_on=today - INSURED_FOR + timedelta(days=365),
    )
    return HouseRules.objects.create(
        organization=organization, version=1, text=RULES, published_at=timezone.now()
    )


def _fixer(ledger: Ledger, content: Cafe, first_name: str, skills: tuple[str, ...]) -> Fixer:
    organization = ledger.row(Organization, f"organization:{content.organization}")
    fixer = Fixer.objects.create(organization=organization, first_name=first_name)
    fixer.skills.set([ledger.row(Skill, f"skill:{key}") for key in skills])
    return fixer


def _records(ledger: Ledger, content: Cafe) -> DataProvider:
    """Write a year of objects, up to last month; the same ones each time for the same day."""
    organization = ledger.row(Organization, f"organization:{content.organization}")
    records = past_year(content, timezone.localdate())
    provider = DataProvider.objects.create(
        name=organization.name,
        organization=organization,
        prefix=content.prefix,
        last_number=len(records),
    )
    for number, record in enumerate(records, start=1):
        record.provider, record.provider_ref = provider, f"{content.prefix}_{number}"
    RepairRecord.objects.bulk_create(records)
    refresh_totals(provider.pk, {record.event_date.year for record in records})
    return provider


def _dates(ledger: Ledger, content: Cafe, crowd: Crowd) -> RepairCafePage:
    page = ledger.row(RepairCafePage, f"repair:{content.key}")
    plan = plan_dates(content.rhythm, timezone.localdate())
    series = create_series(
        page,
        recurrences=plan.rule,
        first_date=plan.first_date,
        until=plan.until,
        excluded=plan.excluded,
        start_time=content.rhythm.start,
        duration=content.rhythm.length,
        capacity=content.rhythm.capacity,
        place=page.place,
    )
    dates = list(series.sessions.select_related("organization", "series").order_by("start"))
    crowd.register(dates, Attendance(registrations=(content.announced,)))
    people = Registration.objects.confirmed().of_session(dates[0]).order_by("pk")
    for registration, item in zip(people, ANNOUNCED, strict=False):
        announce_item(registration, {**item, "item_category": find_category(item["item"])})
    return page
