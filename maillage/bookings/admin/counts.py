"""« Après la date »: how many came of each kind, what is in the box, who gave their time."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.bookings.admin.screens import DayScreen
from maillage.bookings.funders import VALUES, value_words
from maillage.bookings.models import CountCategory, VolunteerTime
from maillage.bookings.querysets import KEEPS_REGISTRATIONS
from maillage.bookings.services.attendance import (
    cash_totals,
    counts_of,
    disagreements,
    minutes_given,
    note_hours,
    presence,
    write_counts,
)
from maillage.places.models import Organization

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse

    from maillage.bookings.services.attendance import CategoryCount

MOST_PEOPLE = 9_999
BLANK_COMMUNES = 3


class CountsForm(forms.Form):
    """One box for each number; an empty one leaves what attendance and answers add up to."""

    def __init__(self, data: Any = None, *, counts: dict[str, CategoryCount], **kwargs: Any) -> None:
        self.counts = counts
        super().__init__(data, **kwargs)
        self._add(CountCategory.TOTAL, "", name="total")
        for category, values in VALUES.items():
            for value, _words in values:
                self._add(category, value)
        self.communes = [*counts[CountCategory.COMMUNE].counted, *[""] * BLANK_COMMUNES]
        for number, commune in enumerate(self.communes):
            self.fields[f"commune-{number}"] = forms.CharField(
                label=gettext_lazy("Commune"), required=False, max_length=80, initial=commune
            )
            self._add(CountCategory.COMMUNE, commune, name=f"commune-{number}-count")

    def _add(self, category: str, value: str, name: str = "") -> None:
        count = self.counts[category]
        derived = count.derived.get(value)
        self.fields[name or f"{category}-{value}"] = forms.IntegerField(
            label=value_words(category, value) or gettext_lazy("How many people"),
            required=False,
            min_value=0,
            max_value=MOST_PEOPLE,
            initial=count.typed.get(value),
            widget=forms.NumberInput(
                attrs={"inputmode": "numeric", "placeholder": "" if derived is None else derived}
            ),
        )

    def categories(self) -> Iterator[tuple[str, list[Any]]]:
        """Yield each category with a list of its own: its words and its boxes."""
        for category, values in VALUES.items():
            yield CountCategory(category).label, [self[f"{category}-{value}"] for value, _words in values]

    def commune_rows(self) -> list[tuple[Any, Any]]:
        """Return the pairs of boxes « commune, how many »."""
        return [(self[f"commune-{n}"], self[f"commune-{n}-count"]) for n in range(len(self.communes))]

    def clean(self) -> dict[str, Any]:
        """Ask for the name of a commune that is counted."""
        data = super().clean() or {}
        for number in range(len(self.communes)):
            if data.get(f"commune-{number}-count") and not data.get(f"commune-{number}"):
                self.add_error(f"commune-{number}", gettext_lazy("Type the name of the commune."))
        return data

    def typed(self) -> dict[str, dict[str, int | None]]:
        """Return what a valid form says, by category and value."""
        data = self.cleaned_data
        found: dict[str, dict[str, int | None]] = {CountCategory.TOTAL: {"": data["total"]}}
        for category, values in VALUES.items():
            found[category] = {value: data[f"{category}-{value}"] for value, _words in values}
        communes: dict[str, int | None] = {}
        for number in range(len(self.communes)):
            name, count = data[f"commune-{number}"], data[f"commune-{number}-count"]
            if name and count is not None:
                communes[name] = (communes.get(name) or 0) + count
        return {**found, CountCategory.COMMUNE: communes}


class VolunteerForm(forms.Form):
    """The time that one volunteer gave."""

    first_name = forms.CharField(
        label=gettext_lazy("First name, if they wish"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    hours = forms.DecimalField(
        label=gettext_lazy("Hours"),
        min_value=Decimal("0.1"),
        max_value=24,
        decimal_places=2,
        max_digits=4,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=gettext_lazy("For example: 2,5."),
        error_messages={
            "required": gettext_lazy("Type a number of hours, for example 2,5."),
            "invalid": gettext_lazy("Type a number of hours, for example 2,5."),
        },
    )

    @property
    def minutes(self) -> int:
        """The time in minutes."""
        return max(5, round(self.cleaned_data["hours"] * 60))


class CountsView(DayScreen):
    """The numbers of a date: added up where they can be, typed where they cannot."""

    template_name = "bookings/admin/counts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the numbers, where they disagree, the box and the hours."""
        counts = counts_of(self.session)
        kwargs.setdefault("form", CountsForm(counts=counts))
        kwargs.setdefault("volunteer_form", VolunteerForm())
        return super().get_context_data(
            warnings=disagreements(counts),
            presence=presence(self.session),
            box=cash_totals(self.session),
            volunteers=VolunteerTime.objects.filter(session=self.session).order_by("pk"),
            minutes=minutes_given(self.session),
            check_in_url=self.address("bookings_check_in"),
            volunteer_url=self.address("bookings_volunteer_add"),
            means_url=self.means_url(),
            **kwargs,
        )

    def means_url(self) -> str:
        """Return where the means of payment are chosen, for the organisation's own editors."""
        mine = Organization.objects.for_user(self.request.user).filter(pk=self.session.organization_id)
        allowed = self.request.user.has_perm(KEEPS_REGISTRATIONS) and mine.exists()
        return reverse("bookings_means", args=[self.session.organization_id]) if allowed else ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write the numbers that were typed."""
        form = CountsForm(request.POST, counts=counts_of(self.session))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        write_counts(self.session, form.typed())
        messages.success(request, _("The numbers are saved."))
        return redirect(request.path)


class AddVolunteerView(CountsView):
    """The hours of one volunteer more."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write the hours."""
        form = VolunteerForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(volunteer_form=form), status=422)
        note_hours(self.session, minutes=form.minutes, first_name=form.cleaned_data["first_name"])
        messages.success(request, _("The hours are saved. Thank you to them."))
        return redirect(self.address("bookings_counts") + "#volunteers")


class RemoveVolunteerView(DayScreen):
    """Hours that were written by mistake."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take them out."""
        row = get_object_or_404(VolunteerTime, session=self.session, pk=kwargs["volunteer_id"])
        row.delete()
        return redirect(self.address("bookings_counts") + "#volunteers")
