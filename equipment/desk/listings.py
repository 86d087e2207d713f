"""Lists of what left with a machine: named by the machine, as its label says it; nobody is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic

from .columns import paper

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from equipment.models import HandOver, Loan


class MachineListView(generic.IndexView):
    """The base: the first column leads to the row and says which machine."""

    def get_base_queryset(self) -> QuerySet[Any]:
        """Read the machines at once."""
        rows: QuerySet[Any] = super().get_base_queryset()
        return rows.select_related("machine")

    @cached_property
    def columns(self) -> list[Column]:
        """The machine, then what the list is about."""
        title = self._get_title_column_class(TitleColumn)
        machine = title("machine", label=_("Machine"), accessor=_machine, get_url=self.get_edit_url)
        return [machine, *self.other_columns()]

    def other_columns(self) -> list[Column]:
        """Return the columns after the machine."""
        raise NotImplementedError


class LoanListView(MachineListView):
    """« Prêts »: what is out comes first, the longest due at the top."""

    default_ordering = ("is_back", "due_on", "pk")

    def get_base_queryset(self) -> QuerySet[Any]:
        """Tell what is back from what is out: databases do not agree on where an empty day goes."""
        is_back = ExpressionWrapper(Q(returned_at__isnull=False), output_field=BooleanField())
        return super().get_base_queryset().annotate(is_back=is_back)

    def other_columns(self) -> list[Column]:
        """Where it is, when it is due, when it left, the agreement: a phone shows the first ones."""
        return [
            Column("state", label=_("State"), accessor=loan_in_words),
            DateOfDay("due_on", label=_("To be brought back before"), sort_key="due_on"),
            DateOfDay("lent_on", label=_("Lent on"), sort_key="lent_on"),
            paper("loan", _("Loan agreement")),
        ]


class HandOverListView(MachineListView):
    """« Remises »."""

    def other_columns(self) -> list[Column]:
        """When, guaranteed until when, the sheet."""
        return [
            DateOfDay("on", label=_("Handed over on"), sort_key="on"),
            DateOfDay("guaranteed_until", label=_("Guaranteed until"), sort_key="guaranteed_until"),
            paper("hand_over", _("Hand-over sheet")),
        ]


class DateOfDay(Column):
    """A day, in words; nothing for none."""

    def get_value(self, instance: Any) -> str:
        """Return « 21 janvier 2027 »."""
        day = super().get_value(instance)
        return date_format(day) if day else ""


def loan_in_words(loan: Loan) -> str:
    """Return where the machine is: back, late and by how much, or out."""
    if loan.returned_at is not None:
        back = date_format(timezone.localtime(loan.returned_at))
        return gettext("Came back on %(day)s") % {"day": back}
    days = (timezone.localdate() - loan.due_on).days
    if days <= 0:
        return gettext("At the borrower’s")
    said = ngettext("One day late", "%(count)d days late", days) % {"count": days}
    return format_html("<strong>{}</strong>", said)


def _machine(row: Loan | HandOver) -> str:
    return f"{row.machine.spoken_tag} – {row.machine.name}"
