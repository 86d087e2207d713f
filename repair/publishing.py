"""« Totaux publiés »: the total of a year looked at, published, withdrawn, version by version."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from maillage.places.models import Organization
from maillage.places.permissions import OrganizationPermissionPolicy, get_scoped_object_or_404
from maillage.places.querysets import SEES_EVERY_ORGANIZATION
from maillage.places.scoped_views import OrganizationScopedViewSetMixin
from repair.errors import NotInForce, NumbersMoved
from repair.models import DataProvider, KindTotal, PublishedTotal, RepairRecord
from repair.services.published import draft_total, publish_total, withdraw_total
from repair.templatetags.repair import grams, percents, whole

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser
    from django.db.models import Model
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from repair.models import DataProvider
    from repair.querysets import RepairRecordQuerySet

    Say = Callable[[Any], str]

NOTHING = "–"
MOST_NAMED = 20


@dataclass(frozen=True)
class Line:
    """One number in words: what is published now, what would be, and what that changes."""

    label: str
    now: str
    then: str
    change: str


class Preview:
    """The total of a year before it is published: nothing is written by looking at it."""

    def __init__(self, year: int, provider: DataProvider | None) -> None:
        self.year, self.provider = year, provider
        self.draft = draft_total(year, provider=provider)
        totals = PublishedTotal.objects.in_force().of(year, provider)
        self.published: PublishedTotal | None = totals.select_related("factor_set").first()

    @property
    def changes_something(self) -> bool:
        """Whether publishing tells anything that is not told already."""
        return self.published is None or self.published.numbers != self.draft.numbers

    @property
    def uncounted(self) -> int:
        """How many repaired objects no factor covers: they count for nothing."""
        return self.draft.fixed - self.draft.covered

    @cached_property
    def lines(self) -> list[Line]:
        """Every number of the total, rounded first, so that what is added adds up on the screen too."""
        return [
            self._line(_("Repairs noted"), "records", whole),
            self._line(_("Objects repaired"), "fixed", whole),
            self._line(_("Repaired, among the known outcomes"), "repair_rate", percents, _points, digits=2),
            self._line(_("Counted by a factor"), "covered", whole),
            self._line(_("Kept out of the bin"), "weight_grams", _kilos, digits=-2),
            self._line(_("CO₂e avoided"), "co2e_grams", _kilos, digits=-2),
        ]

    @cached_property
    def left_out(self) -> RepairRecordQuerySet:
        """The records of that year whose text leaves with no open data until somebody has read it."""
        records = RepairRecord.objects.filter(event_date__year=self.year).in_standard().with_words_to_read()
        return records.filter(provider=self.provider) if self.provider else records

    @property
    def left_out_first(self) -> RepairRecordQuerySet:
        """The first of these, to be opened and read."""
        return self.left_out.order_by("event_date", "pk")[:MOST_NAMED]

    def _line(
        self, label: str, name: str, say: Say, say_change: Say | None = None, *, digits: int = 0
    ) -> Line:
        now, then = (_rounded(getattr(total, name, None), digits) for total in (self.published, self.draft))
        return Line(label, _said(now, say), _said(then, say), _difference(now, then, say_change or say))


def _rounded(number: float | None, digits: int) -> float | None:
    return None if number is None else round(number, digits)


def _kilos(grams: int) -> str:
    """Return a weight to the tenth of a kilogram."""
    return _("%(kilos)s kg") % {"kilos": number_format(Decimal(grams) / 1000, 1, force_grouping=True)}


def _points(part: float) -> str:
    points = round(part * 100)
    return ngettext("%(points)d point", "%(points)d points", points) % {"points": points}


def _said(number: Any, say: Say) -> str:
    return NOTHING if number is None else say(number)


def _difference(now: Any, then: Any, say: Say) -> str:
    if now is None or then is None:
        return NOTHING
    if now == then:
        return _("no change")
    # A minus sign of the width of a plus, and a space that keeps both on one line.
    return f"{'+' if then > now else '−'}\N{NO-BREAK SPACE}{say(abs(then - now))}"


FIRST_YEAR, LAST_YEAR = 1990, 9999


class YearForm(forms.Form):
    """A year that is over, of one organisation or, for the network's team, of everybody."""

    year = forms.IntegerField(
        label=gettext_lazy("Year"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=gettext_lazy("For example: 2025. It has to be over."),
    )
    organization = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"),
        queryset=Organization.objects.none(),
        help_text=gettext_lazy("Whose repairs are counted."),
        error_messages={"required": gettext_lazy("Choose whose repairs are counted.")},
    )

    def __init__(self, *args: Any, user: AbstractUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = timezone.localdate().year - 1
        field = self.fields["organization"]
        field.queryset = Organization.objects.for_user(user).filter(repair_provider__isnull=False)
        if user.has_perm(SEES_EVERY_ORGANIZATION):
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
        """Refuse a year without repairs."""
        data: dict[str, Any] = super().clean() or {}
        if self.errors:
            return data
        asked = {"year": data["year"], **({"provider": self.provider} if self.provider else {})}
        if not KindTotal.objects.filter(**asked).exists():
            self.add_error("year", _("No repair was noted in this year."))
        return data

    @cached_property
    def provider(self) -> DataProvider | None:
        """Whose total it is; None: that of the whole network."""
        chosen = self.cleaned_data.get("organization")
        return DataProvider.objects.get(organization=chosen) if chosen else None


LIST = "repair_published:index"
MAY_PUBLISH = "repair.add_publishedtotal"


class PublisherScreen(WagtailAdminTemplateMixin, TemplateView):
    """Only for those who publish totals."""

    model = PublishedTotal
    header_icon = "lock"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead whoever may not back to the first screen of the admin, as Wagtail does."""
        if not request.user.has_perm(MAY_PUBLISH):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse(LIST), "label": _("Published totals")},
            {"url": "", "label": self.get_page_title()},
        ]


class PublishView(PublisherScreen):
    """Choose a year, look at what would be told, then publish it: only the last step writes."""

    template_name = "repair/publishing/publish.html"
    page_title = gettext_lazy("Publish the total of a year")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form and, once a year is chosen, the preview of its total."""
        asked = self.request.GET if "year" in self.request.GET else None
        form = YearForm(asked, user=self.request.user)
        preview = Preview(form.cleaned_data["year"], form.provider) if form.is_valid() else None
        return super().get_context_data(form=form, preview=preview, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Publish the numbers that were looked at; show them again when they are others by now."""
        form = YearForm(request.POST, user=request.user)
        if not form.is_valid():
            return self.render_to_response(super().get_context_data(form=form, preview=None), status=422)
        try:
            publish_total(
                form.cleaned_data["year"],
                provider=form.provider,
                user=request.user,
                seen=request.POST.get("seen", ""),
            )
        except NumbersMoved as refusal:
            messages.warning(request, str(refusal))
            return self._look_again(form)
        messages.success(request, _("The total is published. You can withdraw it from this list."))
        return redirect(LIST)

    def _look_again(self, form: YearForm) -> HttpResponse:
        chosen = form.cleaned_data["organization"]
        asked = {"year": form.cleaned_data["year"], "organization": chosen.pk if chosen else ""}
        return redirect(reverse("repair_published:add", query=asked))


class WithdrawView(PublisherScreen):
    """« Retirer la publication »: what comes back instead is shown first."""

    template_name = "repair/publishing/withdraw.html"
    page_title = gettext_lazy("Withdraw what was published")

    @cached_property
    def total(self) -> PublishedTotal:
        """The total of the address, of the user's organisations; 404 when it is not in force any more."""
        rows = PublishedTotal.objects.select_related("provider", "factor_set")
        return get_scoped_object_or_404(rows, self.request.user, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the total, and the one that would be told in its place."""
        if not PublishedTotal.objects.in_force().filter(pk=self.total.pk).exists():
            raise Http404
        before = PublishedTotal.objects.before(self.total)
        return super().get_context_data(total=self.total, before=before, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Withdraw it and say what is told now."""
        try:
            before = withdraw_total(self.total, user=request.user)
        except NotInForce as refusal:
            messages.error(request, str(refusal))
        else:
            back = _("The total is withdrawn. The one published before is in force again.")
            gone = _("The total is withdrawn. No total of this year is published any more.")
            messages.success(request, back if before else gone)
        return redirect(LIST)


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
