"""The admin's screens of the workshop: each organisation keeps its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from equipment.back_office.screens import DESK_VIEWSETS
from equipment.card.access import MAY_WORK
from equipment.machine_list.forms import CountedForm, LotForm, MachineForm
from equipment.machine_list.listing import MachineFilterSet, MachineListView
from equipment.models import CountedMovement, Lot, Machine, Shelf, WorkshopRules
from equipment.policies import KeptRowsPolicy
from maillage.places.admin import OrganizationScopedForm
from maillage.places.querysets import SEES_EVERY_ORGANIZATION
from maillage.places.scoped_views import OrganizationScopedViewSetMixin

if TYPE_CHECKING:
    from django.http import HttpRequest

MACHINE_PANELS = [
    FieldRowPanel([FieldPanel("organization"), FieldPanel("lot"), FieldPanel("shelf")]),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("kind"), FieldPanel("maker"), FieldPanel("model")]),
            FieldRowPanel([FieldPanel("processor"), FieldPanel("year"), FieldPanel("system")]),
            FieldRowPanel([FieldPanel("memory_mb"), FieldPanel("storage_gb"), FieldPanel("screen_inches")]),
            FieldRowPanel([FieldPanel("battery_percent"), FieldPanel("weight_grams")]),
        ],
        heading=_("What it is"),
    ),
    MultiFieldPanel([FieldPanel("grade"), FieldPanel("defects")], heading=_("Its condition")),
]


class MachineViewSet(OrganizationScopedViewSetMixin, ModelViewSet):
    """« Machines »."""

    model = Machine
    name = "equipment_machines"
    icon = "desktop"
    menu_label = _("Machines")
    edit_handler = ObjectList(MACHINE_PANELS, base_form_class=MachineForm)
    index_view_class = MachineListView
    filterset_class = MachineFilterSet
    ordering = ("-created_at", "-pk")
    search_backend_name = None
    search_fields = ("tag", "model")
    copy_view_enabled = False

    @cached_property
    def permission_policy(self) -> KeptRowsPolicy:
        """Hold to the organisation; a machine is never deleted."""
        return KeptRowsPolicy(self.model)

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Say what the button of the list does."""
        kwargs = super().get_index_view_kwargs(add_item_label=_("Note a machine"), **kwargs)
        for name in ("template_name", "list_export", "export_filename"):
            kwargs.pop(name, None)
        return kwargs


class LotCreateView(generic.CreateView):
    """After the machines have their tags, their labels are printed."""

    def get_success_url(self) -> str:
        """Lead to the labels of the lot."""
        return f"{reverse('equipment_admin:labels')}?lot={self.object.pk}"


class LotViewSet(OrganizationScopedViewSetMixin, ModelViewSet):
    """« Lots »: machines that came together."""

    model = Lot
    name = "equipment_lots"
    icon = "folder-open-1"
    menu_label = _("Lots")
    add_view_class = LotCreateView
    edit_handler = ObjectList(
        [
            FieldPanel("organization"),
            FieldRowPanel([FieldPanel("label"), FieldPanel("arrived_on")]),
            FieldRowPanel([FieldPanel("quantity"), FieldPanel("machine_kind")]),
        ],
        base_form_class=LotForm,
    )
    list_display = ("reference", "label", "arrived_on", "organization")
    ordering = ("-arrived_on", "-pk")
    search_backend_name = None
    search_fields = ("reference", "label")
    copy_view_enabled = False

    @cached_property
    def permission_policy(self) -> KeptRowsPolicy:
        """Hold to the organisation; a lot is never deleted."""
        return KeptRowsPolicy(self.model)


class ShelfViewSet(OrganizationScopedViewSetMixin, ModelViewSet):
    """« Étagères »."""

    model = Shelf
    name = "equipment_shelves"
    icon = "list-ul"
    menu_label = _("Shelves")
    edit_handler = ObjectList(
        [FieldPanel("organization"), FieldPanel("place"), FieldPanel("name")],
        base_form_class=OrganizationScopedForm,
    )
    list_display = ("name", "place", "code", "organization")
    ordering = ("place", "name")
    search_backend_name = None
    search_fields = ("name", "code")


class CountedViewSet(OrganizationScopedViewSetMixin, ModelViewSet):
    """« Écrans, claviers, câbles »: counted or weighed, never tagged."""

    model = CountedMovement
    name = "equipment_counted"
    icon = "list-ol"
    menu_label = _("Screens, keyboards, cables")
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("organization"), FieldPanel("lot")]),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("why")]),
            FieldRowPanel([FieldPanel("quantity"), FieldPanel("grams")]),
        ],
        base_form_class=CountedForm,
    )
    list_display = (
        Column("kind", label=_("What"), accessor="get_kind_display"),
        Column("why", label=_("Why"), accessor="get_why_display"),
        "quantity",
        "grams",
        "at",
    )
    ordering = ("-at", "-pk")
    search_backend_name = None


class RulesViewSet(OrganizationScopedViewSetMixin, ModelViewSet):
    """« Règles de l’atelier »: how long a machine is kept, lent, left waiting."""

    model = WorkshopRules
    name = "equipment_rules"
    icon = "cog"
    menu_label = _("Rules of the workshop")
    edit_handler = ObjectList(
        [
            FieldPanel("organization"),
            FieldPanel("sells_as_professional"),
            # Issuing one without the right is fined: the network's team alone says who has it.
            FieldPanel("issues_tax_receipts", permission=SEES_EVERY_ORGANIZATION),
            FieldRowPanel(
                [FieldPanel("keeps_for_days"), FieldPanel("loan_days"), FieldPanel("waits_too_long_days")]
            ),
        ],
        base_form_class=OrganizationScopedForm,
    )
    list_display = (Column("organization", label=_("Organisation")), "keeps_for_days", "waits_too_long_days")
    ordering = ("organization",)
    search_backend_name = None


VIEWSETS = (MachineViewSet, LotViewSet, *DESK_VIEWSETS, ShelfViewSet, CountedViewSet, RulesViewSet)


class EquipmentViewSetGroup(ViewSetGroup):
    """The menu « Équipement »."""

    menu_label = _("Equipment")
    menu_icon = "desktop"
    menu_order = 165
    items = VIEWSETS

    def get_submenu_items(self) -> list[Any]:
        """Put the dashboard before the lists; the evidence, the parts and the labels after them."""
        return [
            WorkshopMenuItem(_("Workshop"), reverse("equipment_admin:dashboard"), icon_name="home", order=0),
            *super().get_submenu_items(),
            WorkshopMenuItem(
                _("Inventories and erasures"),
                reverse("equipment_evidence:upload"),
                icon_name="upload",
                order=875,
            ),
            WorkshopMenuItem(
                _("Machines to check"), reverse("equipment_admin:doubts"), icon_name="warning", order=880
            ),
            WorkshopMenuItem(
                _("Machines to call back"), reverse("equipment_admin:recalls"), icon_name="undo", order=885
            ),
            WorkshopMenuItem(
                _("Parts on shelves"), reverse("equipment_admin:parts"), icon_name="cogs", order=890
            ),
            WorkshopMenuItem(_("Labels"), reverse("equipment_admin:labels"), icon_name="tag", order=900),
        ]


class WorkshopMenuItem(MenuItem):
    """A line for those who work on machines."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether the user has the role."""
        return bool(request.user.has_perm(MAY_WORK))
