"""Reads of repair cafés and of their records, in the words of the field."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from wagtail.models import PageManager

from maillage.bookings.page_querysets import BookablePageQuerySet
from repair.categories import FIRST_UNPOWERED
from repair.outcomes import TextCheck

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from maillage.bookings.models import Session
    from repair.models import DataProvider, HouseRules, IntakeSheet, PublishedTotal, RepairCafePage, Skill


class RepairRecordQuerySet(models.QuerySet[Any]):
    """Repair records as statistics, open data and editors see them."""

    def in_standard(self) -> Self:
        """Those that the open standard has a category for: objects that run on electricity."""
        return self.filter(category__lt=FIRST_UNPOWERED)

    def from_provider(self, name: str) -> Self:
        """Those of the publisher of this name; all of them for an empty name."""
        return self.filter(provider__name=name) if name else self

    def between(self, first: date, last: date) -> Self:
        """Those of events from `first` to `last`, both days included."""
        return self.filter(event_date__range=(first, last))

    def with_words_to_read(self) -> Self:
        """Those whose words may name somebody and that nobody has read again."""
        return self.filter(text_check=TextCheck.FLAGGED)


class IntakeSheetQuerySet(models.QuerySet[Any]):
    """Intake sheets as the team, the wall screen and the owner of an object see them."""

    def waiting(self) -> Self:
        """Those whose turn has not come, in the order in which it comes."""
        return self.filter(state="waiting").order_by("queued_at", "number")

    def for_skills(self, keys: Collection[int]) -> Self:
        """Those that one of the skills of these keys can look at; without a skill, anybody can."""
        return self.filter(Q(skill__in=keys) | Q(skill=None)) if keys else self

    def before(self, sheet: IntakeSheet) -> Self:
        """Those that wait and whose turn comes before that of `sheet`, at the same table."""
        earlier = Q(queued_at__lt=sheet.queued_at) | Q(queued_at=sheet.queued_at, number__lt=sheet.number)
        others = self.filter(earlier, session=sheet.session_id, state="waiting")
        return others.for_skills([] if sheet.skill_id is None else [sheet.skill_id])

    def for_screen(self, session: Session) -> Self:
        """Those of a date with what a line of the team's screen shows, in two queries."""
        rows = self.filter(session=session).select_related("skill", "session").prefetch_related("fixers")
        return rows.order_by("queued_at", "number")


class PublishedTotalQuerySet(models.QuerySet[Any]):
    """Published totals, version by version."""

    def of(self, year: int, provider: DataProvider | None) -> Self:
        """Every version of a year of one publisher, of the whole network without one."""
        return self.filter(year=year, provider=provider)

    def with_successor(self) -> Self:
        """Each with `is_replaced`: whether a later version that was not withdrawn takes its place."""
        of_the_same = self.model.objects.alias(whose=Coalesce("provider", 0)).filter(
            year=OuterRef("year"), whose=Coalesce(OuterRef("provider"), 0)
        )
        later = of_the_same.filter(version__gt=OuterRef("version"), withdrawn_at=None)
        return self.annotate(is_replaced=Exists(later))

    def in_force(self) -> Self:
        """Those that are told today: one at most for each year and publisher."""
        return self.with_successor().filter(withdrawn_at=None, is_replaced=False)

    def before(self, total: PublishedTotal) -> PublishedTotal | None:
        """Return the version that comes back when `total` is withdrawn; None when there is none."""
        earlier = self.of(total.year, total.provider).filter(version__lt=total.version, withdrawn_at=None)
        found: PublishedTotal | None = earlier.order_by("-version").first()
        return found


RepairCafePageManager = PageManager.from_queryset(BookablePageQuerySet)


def give_skills(sessions: Sequence[Session], page: RepairCafePage) -> None:
    """Give each of `sessions` its `skills`: those noted for that date, else the usual ones of `page`."""
    usual = list(page.skills.all())
    noted = skills_by_date([session.pk for session in sessions])
    for session in sessions:
        session.skills = noted.get(session.pk) or usual  # type: ignore[attr-defined]


def skills_by_date(keys: Sequence[int]) -> dict[int, list[Skill]]:
    """Return the skills noted for the dates of these keys, by date; one query."""
    rows = apps.get_model("repair", "DateSkill").objects.filter(session__in=keys)
    found: dict[int, list[Skill]] = defaultdict(list)
    for row in rows.select_related("skill").order_by("skill__name"):
        found[row.session_id].append(row.skill)
    return dict(found)


def skills_on(session: Session, page: RepairCafePage) -> list[Skill]:
    """Return the skills that are there on one date: those noted for it, else the usual ones of `page`."""
    give_skills([session], page)
    return list(session.skills)  # type: ignore[attr-defined]


def skill_for(category: int | None, skills: Sequence[Skill]) -> Skill | None:
    """Return the first of `skills` that repairs objects of this category, if one does."""
    return next((skill for skill in skills if category in skill.categories), None)


def current_rules(organization: int) -> HouseRules | None:
    """Return the last published house rules of the organisation of this key, if it has any."""
    rules = apps.get_model("repair", "HouseRules").objects
    found: HouseRules | None = rules.filter(organization=organization, published_at__isnull=False).first()
    return found
