"""« Totaux publiés »: the admin's list of what was told to the public, and the form for one more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from maillage.places.models import Organization
from maillage.places.permissions import OrganizationPermissionPolicy
from maillage.places.querysets import SEES_EVERY_ORGANIZATION
from maillage.places.scoped_views import OrganizationScopedViewSetMixin

from .models import DataProvider, KindTotal, PublishedTotal
from .services.published import publish_total
from .templatetags.repair import grams, whole

if TYPE_CHECKING:
    from django.db.models import Model

YEAR_HELP = gettext_lazy("For example: 2025. Its total will not change any more.")


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


class PublishForm(WagtailAdminModelForm):
    """A year that is over, of one organisation or, for the network's team, of everybody."""

    organization = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"),
        queryset=Organization.objects.none(),
        help_text=gettext_lazy("Whose repairs are counted."),
        error_messages={"required": gettext_lazy("Choose whose repairs are counted.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Organization.objects.for_user(self.for_user)
        field = self.fields["organization"]
        field.queryset = own.filter(repair_provider__isnull=False)
        if self.for_user.has_perm(SEES_EVERY_ORGANIZATION):
            field.required = False
            field.empty_label = str(_("The whole network"))
        elif len(field.queryset) == 1:
            field.initial = field.queryset[0].pk

    def clean_year(self) -> int:
        """Take a year that is over: the total of the present one still grows."""
        year: int = self.cleaned_data["year"]
        if year >= timezone.localdate().year:
            raise ValidationError(_("This year is not over: its total still grows. Type an earlier year."))
        return year

    def clean(self) -> dict[str, Any]:
        """Refuse a year without repairs, and one that was published."""
        data: dict[str, Any] = super().clean()
        if self.errors:
            return data
        provider = self._provider()
        asked = {"year": data["year"], **({"provider": provider} if provider else {})}
        if not KindTotal.objects.filter(**asked).exists():
            self.add_error("year", _("No repair was noted in this year."))
        elif PublishedTotal.objects.filter(year=data["year"], provider=provider).exists():
            self.add_error("year", _("The total of this year is published: it does not change."))
        return data

    def _provider(self) -> DataProvider | None:
        return (
            DataProvider.objects.filter(organization=self.cleaned_data.get("organization"))
            .exclude(organization=None)
            .first()
        )

    def save(self, commit: bool = True) -> PublishedTotal:
        """Write the total down with its set of factors."""
        return publish_total(self.cleaned_data["year"], provider=self._provider(), user=self.for_user)


def _whose(total: PublishedTotal) -> str:
    return str(total.provider) if total.provider else _("The whole network")


def _weight(total: PublishedTotal) -> str:
    return grams(total.weight_grams)


def _avoided(total: PublishedTotal) -> str:
    return grams(total.co2e_grams)


def _counted(total: PublishedTotal) -> str:
    return _("%(covered)s of %(fixed)s") % {"covered": whole(total.covered), "fixed": whole(total.fixed)}


class PublishedTotalViewSet(OrganizationScopedViewSetMixin, ModelViewSet):
    """« Totaux publiés », each with its set of factors and what it covers."""

    model = PublishedTotal
    name = "repair_published"
    icon = "lock"
    menu_label = gettext_lazy("Published totals")
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("organization"),
            FieldPanel("year", help_text=YEAR_HELP),
        ],
        base_form_class=PublishForm,
    )
    list_display = (
        "year",
        Column("whose", label=gettext_lazy("Publisher"), accessor=_whose),
        "records",
        "fixed",
        Column("counted", label=gettext_lazy("Counted by a factor"), accessor=_counted),
        Column("weight", label=gettext_lazy("Kept out of the bin"), accessor=_weight),
        Column("co2e", label=gettext_lazy("CO₂e avoided"), accessor=_avoided),
        "factor_set",
        "published_at",
    )
    ordering = ("-year",)
    search_backend_name = None

    @property
    def permission_policy(self) -> PublishedTotalPolicy:
        """Ask the organisation, and hold what was told."""
        return PublishedTotalPolicy(self.model)

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Say what the button of the list does."""
        return super().get_index_view_kwargs(add_item_label=_("Publish the total of a year"), **kwargs)
