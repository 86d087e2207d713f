"""What to take away: which table, of which dates, in which kind of file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maillage.places.models import Organization

from ..exports.choice import Choice, What, dates_for, tables_for, told_dates
from ..models import SessionSeries
from ..querysets import READS_TOTALS

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser

FORMATS = (("xlsx", _("Spreadsheet (XLSX)")), ("csv", _("Text table (CSV), for other programs")))
NOT_YOURS = _("This date is not one of yours, or it is gone.")


class ExportForm(forms.Form):
    """Offers only what `user` may take away; a date or a series comes from the screen it was asked on."""

    what = forms.ChoiceField(label=_("What do you want to export?"), widget=forms.RadioSelect)
    year = forms.TypedChoiceField(label=_("Year"), coerce=int, empty_value=None, required=False)
    organization = forms.ModelChoiceField(
        label=_("Organisation"), queryset=None, required=False, empty_label=_("All of mine")
    )
    session = forms.ModelChoiceField(
        queryset=None,
        to_field_name="public_id",
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": NOT_YOURS},
    )
    series = forms.ModelChoiceField(
        queryset=None, required=False, widget=forms.HiddenInput, error_messages={"invalid_choice": NOT_YOURS}
    )
    format = forms.ChoiceField(
        label=_("Kind of file"), choices=FORMATS, initial="xlsx", widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, user: AbstractUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        offered = tables_for(user)
        widest = What.COUNTS if What.COUNTS in offered else What.REGISTRATIONS
        sees_all = user.has_perm(READS_TOTALS)
        dates = dates_for(user, widest)
        fields: dict[str, Any] = self.fields
        fields["what"].choices = [(what.value, what.label) for what in offered]
        fields["what"].initial = offered[0].value if offered else ""
        fields["year"].choices = [("", _("All the years")), *years_of(dates)]
        fields["year"].initial = timezone.localdate().year
        fields["organization"].queryset = (
            Organization.objects.all() if sees_all else Organization.objects.for_user(user)
        )
        told = told_dates(user)
        series = SessionSeries.objects.filter(pk__in=told.exclude(series=None).values("series"))
        fields["session"].queryset = told.select_related("page")
        fields["series"].queryset = series.select_related("page")

    def clean(self) -> dict[str, Any]:
        """Hold the date and the series to the table that is asked: names are for their own team."""
        data = super().clean() or {}
        allowed = dates_for(self.user, data.get("what", What.REGISTRATIONS))
        session, series = data.get("session"), data.get("series")
        if session is not None and not allowed.filter(pk=session.pk).exists():
            self.add_error("session", NOT_YOURS)
        if series is not None and not allowed.filter(series=series).exists():
            self.add_error("series", NOT_YOURS)
        return data

    @property
    def choice(self) -> Choice:
        """What was asked for, once the form is valid."""
        data = self.cleaned_data
        parts = {name: data[name] for name in ("what", "session", "series", "organization", "year")}
        return Choice(user=self.user, **parts)


def years_of(dates: Any) -> list[tuple[int, str]]:
    """Return the years from the first of `dates` to the one that comes, the present year first."""
    this_year = timezone.localdate().year
    first = dates.order_by().aggregate(first=Min("start"))["first"]
    oldest = min(timezone.localtime(first).year, this_year) if first else this_year
    return [(year, str(year)) for year in [*range(this_year, oldest - 1, -1), this_year + 1]]
