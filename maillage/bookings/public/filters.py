"""What can be asked of the agenda, in the same words for the page, the calendar feed and the API."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from maillage.bookings.activities import content_type_ids, installed_activities

if TYPE_CHECKING:
    from collections.abc import Iterable

    from maillage.bookings.querysets import SessionQuerySet

EARLIEST_YEAR, LATEST_YEAR = 2000, 2100
FIRST_FIELDS = ("commune", "period")


class Period(models.TextChoices):
    """The two windows that people name; any other is typed as two days."""

    WEEK = "week", _("This week")
    MONTH = "month", _("This month")

    def days(self, today: dt.date) -> tuple[dt.date, dt.date]:
        """Return the first and last day (included) of what is left of the period on `today`."""
        if self is Period.WEEK:
            return today, today + dt.timedelta(days=6 - today.weekday())
        next_month = (today.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        return today, next_month - dt.timedelta(days=1)


def midnight(day: dt.date) -> dt.datetime:
    """Return when `day` begins on the site's clock (aware)."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


@dataclass(frozen=True, kw_only=True)
class AgendaFilters:
    """What somebody asks for. Empty values ask for everything; days are included and local."""

    activity: str = ""
    commune: str = ""
    organization: str = ""
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    available: bool = False

    def apply(self, sessions: SessionQuerySet) -> SessionQuerySet:
        """Return the dates of `sessions` that answer what is asked."""
        if self.activity:
            sessions = sessions.of_page_types(content_type_ids(self.activity))
        if self.commune:
            sessions = sessions.in_commune(self.commune)
        if self.organization:
            sessions = sessions.of_organization(self.organization)
        if self.available:
            sessions = sessions.with_seats_left()
        if self.first_day:
            sessions = sessions.filter(end__gt=midnight(self.first_day))
        if self.last_day:
            sessions = sessions.filter(start__lt=midnight(self.last_day + dt.timedelta(days=1)))
        return sessions


@dataclass(frozen=True)
class Choices:
    """The communes, and the organisations by slug and name, that have dates to come."""

    communes: list[str]
    organizations: list[tuple[str, str]]

    @classmethod
    def of(cls, sessions: SessionQuerySet) -> Choices:
        """Read what `sessions` offer, in one query."""
        rows = sessions.order_by().values_list("place__commune", "organization__slug", "organization__name")
        found = set(rows.distinct())
        return cls(
            communes=sorted({commune for commune, _slug, _name in found if commune}),
            organizations=sorted({(slug, name) for _commune, slug, name in found}, key=lambda one: one[1]),
        )


def day_field(label: Any) -> forms.DateField:
    """Return a field for one day, within the years that the agenda knows."""
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        validators=[check_year],
        error_messages={"invalid": _("Type a day, for example 08/12/2026.")},
    )


def check_year(day: dt.date) -> None:
    """Raise ValidationError for a day that no date can have."""
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise ValidationError(_("Type a year between 2000 and 2100."), code="year")


class AgendaFilterForm(forms.Form):
    """The filters as a GET form. A commune or an organisation without dates is not an error."""

    activity = forms.ChoiceField(label=_("Activity"), required=False)
    commune = forms.CharField(label=_("Commune"), required=False, max_length=80, widget=forms.Select)
    organization = forms.CharField(
        label=_("Who organises"), required=False, max_length=80, widget=forms.Select
    )
    period = forms.ChoiceField(
        label=_("When"),
        required=False,
        choices=[("", pgettext_lazy("period", "All dates")), *Period.choices],
    )
    available = forms.BooleanField(label=_("With seats left"), required=False)

    def __init__(self, data: Any, *, choices: Choices | None = None) -> None:
        super().__init__(data, label_suffix="")
        # « from » is a word of Python: these two cannot be written as attributes.
        self.fields["from"] = day_field(_("From the"))
        self.fields["to"] = day_field(_("To the"))
        activities = [(one.value, one.label) for one in installed_activities()]
        self.fields["activity"].choices = [("", pgettext_lazy("activity", "All")), *activities]
        if len(activities) == 1:
            self.fields["activity"].widget = forms.HiddenInput()
        if choices is not None:
            communes = [(name, name) for name in choices.communes]
            self._offer("commune", pgettext_lazy("communes", "All"), communes)
            self._offer("organization", pgettext_lazy("organisations", "All"), choices.organizations)

    def _offer(self, name: str, everything: Any, choices: Iterable[tuple[str, str]]) -> None:
        """Fill a list; what was asked for stays in it, though it has no date any more."""
        known = dict(choices)
        asked = self.data.get(name, "").strip()
        if asked and asked not in known:
            known[asked] = asked
        self.fields[name].widget.choices = [("", everything), *known.items()]

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """What most people ask: where and when."""
        return [self[name] for name in FIRST_FIELDS]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """The other filters, folded until one is used."""
        return [field for field in self.visible_fields() if field.name not in FIRST_FIELDS]

    @property
    def asks_more(self) -> bool:
        """Whether one of the folded filters is used."""
        return any(field.value() for field in self.more_fields)

    def clean(self) -> dict[str, Any]:
        """Check that the window has a length."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("from"), cleaned.get("to")
        if first and last and last < first:
            self.add_error("to", ValidationError(_("The last day comes before the first one."), code="order"))
        return cleaned

    def filters(self, today: dt.date | None = None) -> AgendaFilters:
        """Return what was asked for, leaving out what is in error."""
        self.is_valid()
        asked = self.cleaned_data
        first, last = asked.get("from"), asked.get("to")
        if asked.get("period") and not (first or last):
            first, last = Period(asked["period"]).days(today or timezone.localdate())
        return AgendaFilters(
            activity=asked.get("activity", ""),
            commune=asked.get("commune", ""),
            organization=asked.get("organization", ""),
            first_day=first,
            last_day=last,
            available=asked.get("available", False),
        )
