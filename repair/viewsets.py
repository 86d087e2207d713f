"""The admin's screens of repairs: each organisation keeps its own."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from maillage.places.admin import OrganizationScopedForm
from maillage.places.scoped_views import OrganizationScopedViewSetMixin
from repair.admin_forms import DateSkillForm, HouseRulesForm, InsuranceForm, RepairRecordForm
from repair.menu import DepositsEntry, EmbedEntry
from repair.models import (
    DateSkill,
    Fixer,
    HouseRules,
    InsuranceCertificate,
    ItemAnnouncement,
    RepairRecord,
    Skill,
)
from repair.publishing import PublishedTotalViewSet
from repair.services.records import delete_record

RECORD_PANELS = [
    MultiFieldPanel(
        [
            FieldPanel("organization"),
            FieldRowPanel([FieldPanel("event_date"), FieldPanel("group_identifier")]),
        ],
        heading=_("Where and when"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("partner_product_category", help_text=_("For example: toaster.")),
            FieldRowPanel([FieldPanel("category"), FieldPanel("size")]),
            FieldRowPanel([FieldPanel("brand"), FieldPanel("model")]),
            FieldRowPanel([FieldPanel("year_of_manufacture"), FieldPanel("product_age")]),
            FieldPanel("weight_grams"),
        ],
        heading=_("The object"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("outcome"), FieldPanel("barrier"), FieldPanel("next_step")]),
            FieldRowPanel([FieldPanel("safety_test"), FieldPanel("safety_reason")]),
            FieldPanel("problem", help_text=_("No name and no phone number: this text is published.")),
            FieldPanel("words_read"),
            FieldPanel("fixers"),
        ],
        heading=_("The repair"),
    ),
]


def _dates(row: ItemAnnouncement) -> str:
    return ", ".join(str(session) for session in row.registration.sessions.all())


class RecordDeleteView(generic.DeleteView):
    """Deletes by the service, which counts again."""

    def delete_action(self) -> None:
        """Delete the record and count its year again."""
        delete_record(self.object)


class RecordViewSet(OrganizationScopedViewSetMixin, ModelViewSet):
    """« Fiches de réparation »."""

    model = RepairRecord
    name = "repair_records"
    icon = "clipboard-list"
    menu_label = _("Repair records")
    edit_handler = ObjectList(RECORD_PANELS, base_form_class=RepairRecordForm)
    delete_view_class = RecordDeleteView
    list_display = (
        "provider_ref",
        "event_date",
        "partner_product_category",
        Column("category", label=_("Category"), accessor="get_category_display"),
        Column("outcome", label=_("Outcome"), accessor="get_outcome_display"),
        "group_identifier",
        Column("text_check", label=_("Text"), accessor="get_text_check_display"),
    )
    list_filter = ("outcome", "category", "text_check")
    ordering = ("-event_date", "-pk")
    search_backend_name = None
    search_fields = ("provider_ref", "partner_product_category", "problem")

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Say what the button of the list does."""
        return super().get_index_view_kwargs(add_item_label=_("Note a repair"), **kwargs)


class AnnouncementListView(generic.IndexView):
    """The list of announced objects, with their dates."""

    def get_base_queryset(self) -> Any:
        """Read the dates of every object of the list at once."""
        return super().get_base_queryset().prefetch_related("registration__sessions")


class AnnouncementViewSet(OrganizationScopedViewSetMixin, ModelViewSet):
    """« Objets annoncés »: what people bring to the dates to come."""

    model = ItemAnnouncement
    name = "repair_announcements"
    icon = "mail"
    menu_label = _("Announced objects")
    form_fields = ("item", "category", "brand", "model", "age", "fault")
    index_view_class = AnnouncementListView
    inspect_view_enabled = True
    inspect_view_fields = ("item", "category", "brand", "model", "age", "fault", "created_at")
    list_display = (
        "item",
        Column("category", label=_("Category"), accessor="get_category_display"),
        "brand",
        "fault",
        Column("date", label=_("Date"), accessor=_dates),
    )
    ordering = ("-created_at",)
    search_backend_name = None
    search_fields = ("item", "brand", "fault")


class FixerViewSet(OrganizationScopedViewSetMixin, ModelViewSet):
    """« Bénévoles qui réparent »."""

    model = Fixer
    name = "repair_fixers"
    icon = "user"
    menu_label = _("Volunteers who repair")
    edit_handler = ObjectList(Fixer.panels, base_form_class=OrganizationScopedForm)
    list_display = ("first_name", "organization", "active")
    ordering = ("first_name", "pk")
    search_backend_name = None
    search_fields = ("first_name",)


class DateSkillViewSet(OrganizationScopedViewSetMixin, ModelViewSet):
    """« Savoir-faire des dates »: who is there on a date that is not as usual."""

    model = DateSkill
    name = "repair_date_skills"
    icon = "date"
    menu_label = _("Skills on dates")
    edit_handler = ObjectList([FieldPanel("session"), FieldPanel("skill")], base_form_class=DateSkillForm)
    list_display = ("session", "skill")
    ordering = ("-session__start", "skill__name")
    search_backend_name = None


class RulesEditView(generic.EditView):
    """Changing the rules writes a new version."""

    def get_success_message(self) -> str:
        """Say that what people agreed to stays."""
        return str(_("The new version is in force. Those who agreed to the former one agreed to that one."))


class HouseRulesViewSet(OrganizationScopedViewSetMixin, ModelViewSet):
    """« Règles de la maison », version by version."""

    model = HouseRules
    name = "repair_rules"
    icon = "list-ul"
    menu_label = _("House rules")
    edit_handler = ObjectList(HouseRules.panels, base_form_class=HouseRulesForm)
    edit_view_class = RulesEditView
    list_display = ("organization", "version", "published_at")
    ordering = ("organization", "-version")
    search_backend_name = None


class InsuranceViewSet(OrganizationScopedViewSetMixin, ModelViewSet):
    """« Attestations d’assurance »."""

    model = InsuranceCertificate
    name = "repair_insurances"
    icon = "doc-full"
    menu_label = _("Insurance certificates")
    edit_handler = ObjectList(InsuranceCertificate.panels, base_form_class=InsuranceForm)
    list_display = ("organization", "insurer", "valid_from", "expires_on")
    ordering = ("-expires_on",)
    search_backend_name = None


class SkillViewSet(ModelViewSet):
    """« Savoir-faire », kept by the network's team."""

    model = Skill
    name = "repair_skills"
    icon = "tag"
    menu_label = _("Skills")
    edit_handler = ObjectList(Skill.panels)
    list_display = ("name", "slug")
    ordering = ("name",)
    search_backend_name = None
    search_fields = ("name",)


class RepairViewSetGroup(ViewSetGroup):
    """The menu « Réparations »."""

    menu_label = _("Repairs")
    menu_icon = "cogs"
    menu_order = 160
    items = (
        RecordViewSet,
        AnnouncementViewSet,
        DepositsEntry,
        FixerViewSet,
        DateSkillViewSet,
        HouseRulesViewSet,
        InsuranceViewSet,
        PublishedTotalViewSet,
        EmbedEntry,
        SkillViewSet,
    )
