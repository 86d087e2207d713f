"""« Totaux publiés »: the admin's list of what was told to the public, version by version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from maillage.places.permissions import OrganizationPermissionPolicy
from maillage.places.scoped_views import OrganizationScopedViewSetMixin
from repair.models import PublishedTotal
from repair.templatetags.repair import grams, whole

from .views import MAY_PUBLISH, PublishView, WithdrawView

if TYPE_CHECKING:
    from django.db.models import Model


class PublishedTotalPolicy(OrganizationPermissionPolicy):
    """What was told stays as it was told: nobody changes it, nobody deletes it."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Allow reading and publishing."""
        return action not in {"change", "delete"} and bool(super().user_has_permission(user, action))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        """Allow the same for one total."""
        return action not in {"change", "delete"} and super().user_has_permission_for_instance(
            user, action, instance
        )


def _whose(total: PublishedTotal) -> str:
    return str(total.provider) if total.provider else _("The whole network")


def _weight(total: PublishedTotal) -> str:
    return grams(total.weight_grams)


def _avoided(total: PublishedTotal) -> str:
    return grams(total.co2e_grams)


def _part(part: int, of: int) -> str:
    return _("%(part)s of %(whole)s") % {"part": whole(part), "whole": whole(of)}


def _fixed(total: PublishedTotal) -> str:
    return _part(total.fixed, total.records)


def _counted(total: PublishedTotal) -> str:
    return _part(total.covered, total.fixed)


def _state(total: Any) -> str:
    if total.withdrawn_at:
        day = date_format(timezone.localtime(total.withdrawn_at), "j F Y")
        return _("Withdrawn on %(day)s") % {"day": day}
    return _("Corrected since") if total.is_replaced else pgettext("published total", "In force")


class PublishedListView(generic.IndexView):
    """Every version, with the way to withdraw the one that is in force."""

    def get_base_queryset(self) -> Any:
        """Read with each whether a later version takes its place."""
        rows = super().get_base_queryset().with_successor()
        return rows.select_related("provider", "factor_set")

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        """Offer to withdraw what is in force."""
        buttons: list[Any] = super().get_list_more_buttons(instance)
        told = instance.withdrawn_at is None and not instance.is_replaced
        if told and self.request.user.has_perm(MAY_PUBLISH):
            url = reverse("repair_published:withdraw", args=[instance.pk])
            buttons.append(Button(_("Withdraw"), url=url, icon_name="undo"))
        return buttons


class PublishedTotalViewSet(OrganizationScopedViewSetMixin, ModelViewSet):
    """« Totaux publiés », each with its set of factors and what it covers."""

    model = PublishedTotal
    name = "repair_published"
    icon = "lock"
    menu_label = gettext_lazy("Published totals")
    copy_view_enabled = False
    index_view_class = PublishedListView
    add_view_class = PublishView
    form_fields = ("year",)
    list_display = (
        "year",
        Column("whose", label=gettext_lazy("Publisher"), accessor=_whose),
        Column("state", label=gettext_lazy("State"), accessor=_state),
        Column("fixed", label=gettext_lazy("Objects repaired"), accessor=_fixed),
        Column("counted", label=gettext_lazy("Counted by a factor"), accessor=_counted),
        Column("weight", label=gettext_lazy("Kept out of the bin"), accessor=_weight),
        Column("co2e", label=gettext_lazy("CO₂e avoided"), accessor=_avoided),
        "factor_set",
        "published_at",
    )
    ordering = ("-year", "-version")
    search_backend_name = None

    @property
    def permission_policy(self) -> PublishedTotalPolicy:
        """Ask the organisation, and hold what was told."""
        return PublishedTotalPolicy(self.model)

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Say what the button of the list does."""
        return super().get_index_view_kwargs(add_item_label=_("Publish the total of a year"), **kwargs)

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Leave the screen its own template."""
        return super().get_add_view_kwargs(**{**kwargs, "template_name": PublishView.template_name})

    def get_urlpatterns(self) -> list[Any]:
        """Add the screen that withdraws."""
        withdraw = path("withdraw/<int:pk>/", self.construct_view(WithdrawView), name="withdraw")
        return [*super().get_urlpatterns(), withdraw]
