"""The workshop at a glance: what waits, what is ready, what is in doubt, what left and to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.auth import require_admin_access
from wagtail.admin.ui.components import Component as PanelComponent
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from equipment.card.access import MAY_WORK
from equipment.conditions import in_doubt, on_shelves, parts_of
from equipment.models import Component, LedgerEntry, Machine, WorkshopRules
from equipment.states import EXITS, GONE, Custody, Kind, Situation, Step
from maillage.places.permissions import scope_to_user

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from maillage.places.permissions import AnyUser

AT_HAND = (Custody.OURS, Custody.RESERVED)
A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class StepCount:
    """How many machines stand at a step, and for how long."""

    step: Step
    new: int
    older: int
    too_long: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.new + self.older + self.too_long


@dataclass(frozen=True)
class Leaving:
    """How many machines left to people of one situation, by way out."""

    situation: str
    lent: int
    given: int
    sold: int

    @property
    def total(self) -> int:
        """Whatever the way."""
        return self.lent + self.given + self.sold


def waits_too_long(now: datetime | None = None) -> Q:
    """Return the condition of a machine that waits at its step longer than its workshop allows."""
    now = now or timezone.now()
    usual = WorkshopRules._meta.get_field("waits_too_long_days").default
    ruled = dict(WorkshopRules.objects.values_list("organization", "waits_too_long_days"))
    too_long = ~Q(organization__in=ruled) & Q(step_since__lt=now - timedelta(days=usual))
    for organization, days in ruled.items():
        too_long |= Q(organization=organization, step_since__lt=now - timedelta(days=days))
    return too_long & Q(custody__in=AT_HAND) & ~Q(step=Step.DISMANTLED)


def count_by_step(user: AnyUser) -> list[StepCount]:
    """Return the machines at hand by step and age, in the order of the workshop."""
    late, now = waits_too_long(), timezone.now()
    rows = (
        scope_to_user(Machine.objects.standing(), user)
        .filter(custody__in=AT_HAND)
        .exclude(step=Step.DISMANTLED)
        .order_by()
        .values("step")
        .annotate(
            late=Count("pk", filter=late),
            new=Count("pk", filter=Q(step_since__gte=now - A_WEEK) & ~late),
            everything=Count("pk"),
        )
    )
    found = {row["step"]: row for row in rows}
    return [
        StepCount(step, row["new"], row["everything"] - row["new"] - row["late"], row["late"])
        for step in Step
        if (row := found.get(step))
    ]


def count_ready(user: AnyUser) -> list[tuple[str, int]]:
    """Return how many machines may leave today, by kind in words, the most first."""
    rows = scope_to_user(Machine.objects.available(), user).order_by().values("kind")
    counted = rows.annotate(number=Count("pk")).order_by("-number", "kind")
    return [(str(Kind(row["kind"]).label), row["number"]) for row in counted]


def count_in_doubt(user: AnyUser) -> tuple[int, int]:
    """Return how many machines may hold a disk that nobody has seen: those with us, those that left so."""
    rows = scope_to_user(Machine.objects.standing(), user).doubtful()  # type: ignore[attr-defined]
    counted = rows.aggregate(
        here=Count("pk", filter=~Q(custody__in=GONE)), away=Count("pk", filter=Q(custody__in=EXITS))
    )
    return counted["here"], counted["away"]


def doubtful_disks(user: AnyUser) -> QuerySet[Component]:
    """Return the disks on shelves that nothing proves to be erased, from machines of the user's."""
    return in_doubt(on_shelves(parts_of(scope_to_user(Machine.objects.all(), user)))).order_by("pk")


def lasting_exits() -> QuerySet[LedgerEntry]:
    """Return the entries by which a machine left and has not come back since: what totals are made of."""
    back = LedgerEntry.objects.filter(
        machine=OuterRef("machine"), sequence__gt=OuterRef("sequence"), code="take_back"
    )
    return LedgerEntry.objects.filter(
        ~Exists(back), code__in=("lend", "give", "sell", "recycle"), to_custody__in=EXITS, reversed_by=None
    )


def count_leaving(user: AnyUser, year: int) -> list[Leaving]:
    """Return what left in `year` and to whom, by situation: no name, returns taken off."""
    exits = scope_to_user(lasting_exits(), user).filter(at__year=year).exclude(code="recycle")
    rows = (
        exits.order_by()
        .values("situation")
        .annotate(
            lent=Count("pk", filter=Q(code="lend")),
            given=Count("pk", filter=Q(code="give")),
            sold=Count("pk", filter=Q(code="sell")),
        )
    )
    found = {row["situation"]: row for row in rows}
    return [
        Leaving(str(situation.label), row["lent"], row["given"], row["sold"])
        for situation in Situation
        if (row := found.get(situation))
    ]


def count_recycled(user: AnyUser, year: int) -> int:
    """Return how many machines went to recycling in `year`."""
    return scope_to_user(lasting_exits(), user).filter(at__year=year, code="recycle").count()


MOST_DISKS = 20


@method_decorator(require_admin_access, name="dispatch")
class DashboardView(WagtailAdminTemplateMixin, TemplateView):
    """« Atelier »: one screen, no name of anybody."""

    template_name = "equipment/dashboard/dashboard.html"
    page_title = _("Workshop")
    header_icon = "desktop"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Add the title, which the screen shows at its head."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the role before anything is counted."""
        if not request.user.has_perm(MAY_WORK):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Count everything."""
        user, year = self.request.user, timezone.localdate().year
        leaving = count_leaving(user, year)
        to_check, to_call_back = count_in_doubt(user)
        return super().get_context_data(
            steps=count_by_step(user),
            ready=count_ready(user),
            disks=doubtful_disks(user)[:MOST_DISKS],
            to_check=to_check,
            to_call_back=to_call_back,
            leaving=leaving,
            left=sum(row.total for row in leaving),
            recycled=count_recycled(user, year),
            year=year,
            **kwargs,
        )


class WorkshopPanel(PanelComponent):
    """« L’atelier » on the admin's first page."""

    name = "equipment_workshop"
    order = 130
    template_name = "equipment/dashboard/panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Return the four numbers that call for somebody."""
        user = parent_context["request"].user
        steps = count_by_step(user)
        return {
            "at_hand": sum(step.total for step in steps),
            "too_long": sum(step.too_long for step in steps),
            "to_check": count_in_doubt(user)[0],
            "ready": sum(number for _kind, number in count_ready(user)),
        }
