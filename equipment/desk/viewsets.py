"""The screens of the desk: each organisation keeps its own."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from equipment.models import Donation, HandOver, Loan, Need, Price, RecyclingSlip
from equipment.policies import KeptRowsPolicy, WrittenByServicesPolicy
from equipment.prices import in_euros
from maillage.places.scoped_views import OrganizationScopedViewSetMixin

from .columns import paper
from .donation_forms import DonationDeskForm
from .listings import HandOverListView, LoanListView
from .need_forms import NeedDeskForm
from .other_forms import LoanForm, PriceForm
from .screens import DeskCreateView, DeskEditView
from .slip_forms import SlipForm

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
