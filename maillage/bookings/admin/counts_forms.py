"""What is typed after a date: how many came of each kind, and the hours of volunteers."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..funders import VALUES, value_words
from ..models import CountCategory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..services.counts import CategoryCount

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
                label=_("Commune"), required=False, max_length=80, initial=commune
            )
            self._add(CountCategory.COMMUNE, commune, name=f"commune-{number}-count")

    def _add(self, category: str, value: str, name: str = "") -> None:
        count = self.counts[category]
        derived = count.derived.get(value)
        self.fields[name or f"{category}-{value}"] = forms.IntegerField(
            label=value_words(category, value) or _("How many people"),
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
                self.add_error(f"commune-{number}", _("Type the name of the commune."))
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
        label=_("First name, if they wish"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    hours = forms.DecimalField(
        label=_("Hours"),
        min_value=Decimal("0.1"),
        max_value=24,
        decimal_places=2,
        max_digits=4,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=_("For example: 2,5."),
        error_messages={
            "required": _("Type a number of hours, for example 2,5."),
            "invalid": _("Type a number of hours, for example 2,5."),
        },
    )

    @property
    def minutes(self) -> int:
        """The time in minutes."""
        return max(5, round(self.cleaned_data["hours"] * 60))
