"""The screens of the back office: each organisation keeps its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from equipment.back_office.forms import DonationDeskForm, LoanForm, NeedDeskForm, PriceForm, SlipForm
from equipment.errors import EquipmentError
from equipment.models import Donation, HandOver, Loan, Need, Price, RecyclingSlip
from equipment.policies import KeptRowsPolicy, WrittenByServicesPolicy
from equipment.prices import in_euros
from maillage.places.scoped_views import OrganizationScopedViewSetMixin
from maillage.privacy.access import record_access

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse


def paper(name: str, label: Any) -> Column:
    """Return a column that leads to the paper of the row."""

    def link(row: Any) -> str:
        return format_html(
            '<a href="{}">{}</a>', reverse(f"equipment_papers:{name}", args=[row.pk]), gettext("Print")
        )

    return Column("paper", label=label, accessor=link)


class NamedByMachineListView(generic.IndexView):
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


class LoanListView(NamedByMachineListView):
    """« Prêts »: what is out comes first, the longest due at the top."""

    default_ordering = ("is_back", "due_on", "pk")

    def get_base_queryset(self) -> QuerySet[Any]:
        """Tell what is back from what is out: databases do not agree on where an empty day goes."""
        is_back = ExpressionWrapper(Q(returned_at__isnull=False), output_field=BooleanField())
        return super().get_base_queryset().annotate(is_back=is_back)

    def other_columns(self) -> list[Column]:
        """Where it is, when it is due, when it left, the agreement: a phone shows the first ones."""
        return [
            Column("state", label=_("State"), accessor=format_loan),
            DateOfDay("due_on", label=_("To be brought back before"), sort_key="due_on"),
            DateOfDay("lent_on", label=_("Lent on"), sort_key="lent_on"),
            paper("loan", _("Loan agreement")),
        ]


class HandOverListView(NamedByMachineListView):
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


def format_loan(loan: Loan) -> str:
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


ACCESS = "equipment.desk"


class RefusalMixin:
    """Shows what a service refuses beside the field it is about; nothing is written then."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Save, or draw the form again with the refusal."""
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except EquipmentError as refusal:
            field = getattr(refusal, "field", None)
            form.add_error(field if field in form.fields else None, str(refusal))
            self.produced_error_code, self.produced_error_message = "refused", str(refusal)
            return self.form_invalid(form)  # type: ignore[attr-defined]


class DeskCreateView(RefusalMixin, generic.CreateView):
    """A new row, written by its service."""


class DeskEditView(RefusalMixin, generic.EditView):
    """One row with the name of somebody."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it, and write down who saw the name."""
        response = super().get(request, *args, **kwargs)
        if getattr(self.object, "contact_name", ""):
            reference = f"{self.object._meta.model_name}-{self.object.pk}"
            record_access(request.user, what=ACCESS, reference=reference, rows=1)
        return response


CONTACT = MultiFieldPanel(
    [FieldPanel("contact_name"), FieldRowPanel([FieldPanel("phone"), FieldPanel("email")])],
    heading=_("Who, and how to reach them"),
)


class DeskViewSet(OrganizationScopedViewSetMixin, ModelViewSet):
    """The base: rows that nobody deletes, saved by services."""

    add_view_class = DeskCreateView
    edit_view_class = DeskEditView
    index_template_name = "equipment/index.html"
    search_backend_name = None
    copy_view_enabled = False
    add_label: Any = ""

    @cached_property
    def permission_policy(self) -> KeptRowsPolicy:
        """Hold to the organisation; a row is never deleted."""
        return KeptRowsPolicy(self.model)

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Say what the button of the list does."""
        return super().get_index_view_kwargs(add_item_label=self.add_label, **kwargs)


class NeedViewSet(DeskViewSet):
    """« Demandes »: the queue. The list names nobody."""

    model = Need
    name = "equipment_needs"
    icon = "group"
    menu_label = _("Requests")
    add_label = _("Note a request")
    edit_handler = ObjectList(
        [
            MultiFieldPanel([FieldPanel("decision"), FieldPanel("kept_machine")], heading=_("Decide")),
            FieldPanel("organization"),
            FieldRowPanel([FieldPanel("wanted"), FieldPanel("situation"), FieldPanel("commune")]),
            FieldPanel("usage"),
            CONTACT,
        ],
        base_form_class=NeedDeskForm,
    )
    list_display = (
        "reference",
        "created_at",
        Column("state", label=_("State"), accessor="get_state_display"),
        Column("wanted", label=_("What is needed"), accessor="get_wanted_display"),
        Column("situation", label=_("Situation"), accessor="get_situation_display"),
        "machine",
        "kept_until",
    )
    list_filter = ("state", "wanted", "situation")
    ordering = ("created_at", "pk")
    search_fields = ("reference", "contact_name", "phone", "email")


class DonationViewSet(DeskViewSet):
    """« Dons »."""

    model = Donation
    name = "equipment_donations"
    icon = "download"
    menu_label = _("Donations")
    add_label = _("Note a donation")
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("decision"),
                    FieldPanel("label"),
                    FieldRowPanel([FieldPanel("machines"), FieldPanel("machine_kind")]),
                ],
                heading=_("Decide"),
            ),
            FieldPanel("organization"),
            FieldPanel("what"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("way"), FieldPanel("appointment_at")]),
            FieldRowPanel([FieldPanel("street"), FieldPanel("commune"), FieldPanel("place")]),
            FieldRowPanel([FieldPanel("wants_erasure_report"), FieldPanel("wants_tax_receipt")]),
            CONTACT,
        ],
        base_form_class=DonationDeskForm,
    )
    list_display = (
        "reference",
        Column("state", label=_("State"), accessor="get_state_display"),
        Column("kind", label=_("Who gives"), accessor="get_kind_display"),
        Column("way", label=_("How it comes"), accessor="get_way_display"),
        "appointment_at",
        paper("deposit", _("Deposit slip")),
    )
    list_filter = ("state", "kind", "way")
    ordering = ("-created_at",)
    search_fields = ("reference", "contact_name", "what")


class PriceViewSet(OrganizationScopedViewSetMixin, ModelViewSet):
    """« Grille de prix »."""

    model = Price
    name = "equipment_prices"
    icon = "tag"
    menu_label = _("Prices")
    edit_handler = ObjectList(
        [
            FieldPanel("organization"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("situation"), FieldPanel("euros")]),
        ],
        base_form_class=PriceForm,
    )
    list_display = (
        Column("kind", label=_("Kind of machine"), accessor="get_kind_display"),
        Column("situation", label=_("Situation"), accessor="get_situation_display"),
        Column("cents", label=_("Price"), accessor=lambda row: in_euros(row.cents)),
        "organization",
    )
    list_filter = ("kind", "situation")
    ordering = ("organization", "kind", "situation")
    search_backend_name = None


class LoanViewSet(DeskViewSet):
    """« Prêts »: a machine leaves and comes back by its own card; here, its day of return."""

    model = Loan
    name = "equipment_loans"
    icon = "calendar-alt"
    menu_label = _("Loans")
    index_view_class = LoanListView
    edit_handler = ObjectList(
        [
            FieldPanel("due_on"),
            MultiFieldPanel(
                [
                    FieldPanel("contact_name", read_only=True),
                    FieldRowPanel([FieldPanel("phone", read_only=True), FieldPanel("email", read_only=True)]),
                ],
                heading=_("Who, and how to reach them"),
            ),
        ],
        base_form_class=LoanForm,
    )
    search_fields = ("machine__tag", "contact_name")

    @cached_property
    def permission_policy(self) -> WrittenByServicesPolicy:
        """A loan begins by lending a machine."""
        return WrittenByServicesPolicy(self.model)


class HandOverViewSet(OrganizationScopedViewSetMixin, ModelViewSet):
    """« Remises »: what was given and sold."""

    model = HandOver
    name = "equipment_hand_overs"
    icon = "upload"
    menu_label = _("Hand-overs")
    index_view_class = HandOverListView
    index_template_name = "equipment/index.html"
    form_fields = ("on",)
    ordering = ("-on", "-pk")
    search_backend_name = None
    search_fields = ("machine__tag",)
    copy_view_enabled = False

    @cached_property
    def permission_policy(self) -> WrittenByServicesPolicy:
        """A hand-over is written by giving or selling a machine."""
        return WrittenByServicesPolicy(self.model)


class SlipViewSet(DeskViewSet):
    """« Bordereaux de recyclage »."""

    model = RecyclingSlip
    name = "equipment_slips"
    icon = "bin"
    menu_label = _("Recycling slips")
    add_label = _("Note a slip")
    edit_handler = ObjectList(
        [
            FieldPanel("organization"),
            FieldRowPanel([FieldPanel("eco_organisation"), FieldPanel("number")]),
            FieldRowPanel([FieldPanel("collected_on"), FieldPanel("kilograms")]),
            FieldRowPanel([FieldPanel("scan"), FieldPanel("remove_scan")]),
            MultiFieldPanel(
                [
                    FieldPanel("counted_kind"),
                    FieldRowPanel([FieldPanel("counted_quantity"), FieldPanel("counted_kilograms")]),
                ],
                heading=_("Counted or weighed"),
            ),
        ],
        base_form_class=SlipForm,
    )
    list_display = (
        "number",
        "eco_organisation",
        "collected_on",
        "organization",
        paper("recycling", _("Recycling slip")),
    )
    ordering = ("-collected_on", "-pk")
    search_fields = ("number", "eco_organisation")


DESK_VIEWSETS = (NeedViewSet, DonationViewSet, LoanViewSet, HandOverViewSet, SlipViewSet, PriceViewSet)
