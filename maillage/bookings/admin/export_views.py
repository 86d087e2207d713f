"""« Exporter »: one screen for every table that a team takes away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from maillage.bookings.words.dates import date_words, session_words
from maillage.privacy.access import record_access

from ..exports.choice import tables_for
from ..exports.files import WRITERS
from .export_forms import ExportForm

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from ..models import Session, SessionSeries


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
        return {"session": session, "series": series, "part": _part_words(session, series)}


def _chosen(form: ExportForm, name: str, key: str | None) -> Any:
    """Return the row of `key` among those that the field offers; None when it is none of them."""
    field: Any = form.fields[name]
    try:
        row = field.clean(key)
    except ValidationError:
        return None
    form.initial[name] = key
    return row


def _part_words(session: Session | None, series: SessionSeries | None) -> str:
    if session is not None:
        return _("%(title)s, %(date)s") % {"title": session.page.title, "date": session_words(session)}
    if series is not None:
        words = {"title": series.page.title, "first": date_words(series.first_date)}
        words["last"] = date_words(series.until)
        return _("%(title)s, every date from %(first)s to %(last)s") % words
    return ""
