"""What a user may take away, and which part of it they ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from ..models import RegisteredDate, Registration, Session
from ..querysets import KEEPS_REGISTRATIONS, READS_TOTALS
from .attendance import attendance_table
from .counts import counts_table
from .registrations import registrations_table

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

    from maillage.places.models import Organization

    from ..models import SessionSeries
    from ..querysets import RegistrationQuerySet, SessionQuerySet
    from .tables import Table


class What(models.TextChoices):
    """The three tables."""

    REGISTRATIONS = "registrations", _("Registrations: who, how to reach them, what they answered")
    ATTENDANCE = "attendance", _("Attendance: who came on each date, what was paid")
    COUNTS = "counts", _("Counts: how many people of each kind on each date, without any name")


WITH_PEOPLE = frozenset({What.REGISTRATIONS, What.ATTENDANCE})


def tables_for(user: AbstractUser) -> list[What]:
    """Return the tables that `user` may take away."""
    if user.has_perm(KEEPS_REGISTRATIONS):
        return list(What)
    return [What.COUNTS] if user.has_perm(READS_TOTALS) else []


def dates_for(user: AbstractUser, what: str) -> SessionQuerySet:
    """Return the dates that the table `what` may hold for `user`: those of their team.

    The counts of every organisation are for those who read the totals of the network.
    """
    if what == What.COUNTS and user.has_perm(READS_TOTALS):
        return Session.objects.all()
    return Session.objects.for_team(user)


def told_dates(user: AbstractUser) -> SessionQuerySet:
    """Return the dates of which `user` may read the title: those of their team, and public ones."""
    told = Session.objects.for_team(user).values("pk")
    if user.has_perm(READS_TOTALS):
        return Session.objects.filter(Q(pk__in=told) | Q(pk__in=Session.objects.public().values("pk")))
    return Session.objects.filter(pk__in=told)


@dataclass(frozen=True)
class Choice:
    """One table over one date, one series, or all dates of an organisation or of a year."""

    user: AbstractUser
    what: str
    session: Session | None = None
    series: SessionSeries | None = None
    organization: Organization | None = None
    year: int | None = None

    @property
    def sessions(self) -> SessionQuerySet:
        """The dates it is about."""
        dates = dates_for(self.user, self.what)
        if self.session is not None:
            return dates.filter(pk=self.session.pk)
        if self.series is not None:
            return dates.filter(series=self.series)
        if self.organization is not None:
            dates = dates.filter(organization=self.organization)
        if self.year is not None:
            dates = dates.filter(start__gte=_new_year(self.year), start__lt=_new_year(self.year + 1))
        return dates

    @property
    def registrations(self) -> RegistrationQuerySet:
        """Those for these dates that the user may read."""
        rows = RegisteredDate.objects.filter(session__in=self.sessions.values("pk"))
        return Registration.objects.for_user(self.user).filter(pk__in=rows.values("registration"))

    @property
    def people(self) -> int:
        """How many registrations it holds, for the log: none, where it names nobody."""
        return self.registrations.count() if self.what in WITH_PEOPLE else 0

    @property
    def reference(self) -> str:
        """Which part it is, for the log: no name of anybody."""
        if self.session is not None:
            return self.session.public_id
        if self.series is not None:
            return f"series {self.series.pk}"
        return " ".join(filter(None, [self.organization and self.organization.slug, str(self.year or "")]))

    def table(self) -> Table:
        """Return what leaves; its rows are read while they are written."""
        match self.what:
            case What.REGISTRATIONS:
                return registrations_table(self.registrations)
            case What.ATTENDANCE:
                return attendance_table(self.sessions, self.registrations)
        return counts_table(self.sessions, told=told_dates(self.user))

    def file_name(self) -> str:
        """Return the name of the file without its ending: « inscriptions-premiers-pas-2026-12-08 »."""
        words = {
            What.REGISTRATIONS: pgettext("name of a file", "registrations"),
            What.ATTENDANCE: pgettext("name of a file", "attendance"),
            What.COUNTS: pgettext("name of a file", "counts"),
        }
        return slugify(f"{words[What(self.what)]} {self._part()}")[:100].strip("-")

    def _part(self) -> str:
        if self.session is not None:
            return f"{self.session.page.title} {self.session.local_start:%Y-%m-%d}"
        if self.series is not None:
            return f"{self.series.page.title} {self.series.first_date}"
        return " ".join(filter(None, [self.organization and self.organization.name, str(self.year or "")]))


def _new_year(year: int) -> datetime:
    """Return when `year` begins on the site's clock."""
    return timezone.make_aware(datetime(year, 1, 1))  # noqa: DTZ001 - made aware at once
