"""« Exporter »: one screen for every table that a team takes away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import Min, Q
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from maillage.bookings.exports.files import WRITERS
from maillage.bookings.exports.tables import attendance_table, counts_table, registrations_table
from maillage.bookings.formats import format_date, format_session
from maillage.bookings.models import RegisteredDate, Registration, Session, SessionSeries
from maillage.bookings.querysets import KEEPS_REGISTRATIONS, READS_TOTALS
from maillage.places.models import Organization
from maillage.privacy.access import record_access

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from maillage.bookings.exports.files import Table
    from maillage.bookings.querysets import RegistrationQuerySet, SessionQuerySet


class What(models.TextChoices):
    """The three tables."""

    REGISTRATIONS = "registrations", gettext_lazy("Registrations: who, how to reach them, what they answered")
    ATTENDANCE = "attendance", gettext_lazy("Attendance: who came on each date, what was paid")
    COUNTS = "counts", gettext_lazy("Counts: how many people of each kind on each date, without any name")


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
class ExportChoice:
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


FORMATS = (
    ("xlsx", gettext_lazy("Spreadsheet (XLSX)")),
    ("csv", gettext_lazy("Text table (CSV), for other programs")),
)
NOT_YOURS = gettext_lazy("This date is not one of yours, or it is gone.")


class ExportForm(forms.Form):
    """Offers only what `user` may take away; a date or a series comes from the screen it was asked on."""

    what = forms.ChoiceField(label=gettext_lazy("What do you want to export?"), widget=forms.RadioSelect)
    year = forms.TypedChoiceField(label=gettext_lazy("Year"), coerce=int, empty_value=None, required=False)
    organization = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("All of mine"),
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
        label=gettext_lazy("Kind of file"), choices=FORMATS, initial="xlsx", widget=forms.RadioSelect
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
        fields["year"].choices = [("", gettext_lazy("All the years")), *years_of(dates)]
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
    def choice(self) -> ExportChoice:
        """What was asked for, once the form is valid."""
        data = self.cleaned_data
        parts = {name: data[name] for name in ("what", "session", "series", "organization", "year")}
        return ExportChoice(user=self.user, **parts)


def years_of(dates: Any) -> list[tuple[int, str]]:
    """Return the years from the first of `dates` to the one that comes, the present year first."""
    this_year = timezone.localdate().year
    first = dates.order_by().aggregate(first=Min("start"))["first"]
    oldest = min(timezone.localtime(first).year, this_year) if first else this_year
    return [(year, str(year)) for year in [*range(this_year, oldest - 1, -1), this_year + 1]]


@method_decorator(never_cache, name="dispatch")
class ExportView(WagtailAdminTemplateMixin, TemplateView):
    """Draws the form; once a kind of file is chosen, sends the file and writes down who took it."""

    template_name = "bookings/admin/export.html"
    page_title = gettext_lazy("Export")
    header_icon = "download"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse whoever may take nothing away."""
        if not tables_for(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send the file, or draw the form: its values stand in the address, so that a table is a bookmark."""
        if "format" not in request.GET:
            form = ExportForm(user=request.user)
            return self.render_to_response(self.get_context_data(form=form, **self._part(form)))
        form = ExportForm(request.GET, user=request.user)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form, **self._part(form)), status=422)
        choice = form.choice
        record_access(
            request.user,
            what=f"bookings.export.{choice.what}",
            reference=choice.reference,
            rows=choice.people,
            exported=True,
        )
        return WRITERS[form.cleaned_data["format"]](choice.table(), choice.file_name())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Name the screen at its top."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def _part(self, form: ExportForm) -> dict[str, Any]:
        """Return the date or the series that the screen was opened for, when it is the user's."""
        session = _chosen(form, "session", self.request.GET.get("session"))
        series = _chosen(form, "series", self.request.GET.get("series")) if session is None else None
        return {"session": session, "series": series, "part": _format_part(session, series)}


def _chosen(form: ExportForm, name: str, key: str | None) -> Any:
    """Return the row of `key` among those that the field offers; None when it is none of them."""
    field: Any = form.fields[name]
    try:
        row = field.clean(key)
    except ValidationError:
        return None
    form.initial[name] = key
    return row


def _format_part(session: Session | None, series: SessionSeries | None) -> str:
    if session is not None:
        return _("%(title)s, %(date)s") % {"title": session.page.title, "date": format_session(session)}
    if series is not None:
        words = {"title": series.page.title, "first": format_date(series.first_date)}
        words["last"] = format_date(series.until)
        return _("%(title)s, every date from %(first)s to %(last)s") % words
    return ""
