"""« Bon de dépôt »: an object stays, its owner comes back for it, or nobody does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from maillage.places.permissions import scope_to_user
from maillage.privacy.access import record_access
from repair.errors import RepairDayError
from repair.models import DepositSlip
from repair.services.deposits import collect, give_up, leave_object

from .deposit_forms import DepositForm, GiveUpForm
from .screen import BenchScreen, SheetScreen

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

OVER_SHOWN = 30


class DepositView(SheetScreen):
    """Write the slip of an object that stays; once written, print it."""

    template_name = "repair/bench/deposit.html"

    @property
    def slip(self) -> DepositSlip | None:
        """The slip of this sheet, once it was written."""
        return DepositSlip.objects.filter(sheet=self.sheet).first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form, filled in with the slip there is."""
        slip = self.slip
        known = ("name", "phone", "email", "collect_before")
        if "form" not in kwargs:
            initial = {name: getattr(slip, name) for name in known} if slip else {}
            kwargs["form"] = DepositForm(initial=initial)
        return super().get_context_data(slip=slip, record=self.record, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write the slip, then show it ready to be printed."""
        form = DepositForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            leave_object(self.sheet, **form.cleaned_data)
        except RepairDayError as problem:
            form.add_error(None, str(problem))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        messages.success(request, _("The slip is ready: print it, the owner keeps one."))
        return redirect(self.address("deposit_slip"))


class OneDepositScreen(SheetScreen):
    """A screen about a slip; 404 when the object did not stay."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the slip."""
        rows = scope_to_user(DepositSlip.objects.select_related("sheet__session"), request.user)
        found = rows.filter(sheet=kwargs["pk"]).first()
        if found is None:
            raise Http404
        self.slip = found
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the slip."""
        return super().get_context_data(slip=self.slip, record=self.record, **kwargs)


class DepositSlipView(OneDepositScreen):
    """The slip on paper: one for the owner, one on the object."""

    template_name = "repair/bench/deposit_slip.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it, and write down who saw the name."""
        if self.slip.anonymized_at is None:
            record_access(request.user, what="repair.deposits", reference=self.sheet.public_id, rows=1)
        return super().get(request, *args, **kwargs)


class CollectedView(OneDepositScreen):
    """The owner came back for the object."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Note it."""
        try:
            collect(self.slip)
        except RepairDayError as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("The object was collected."))
        return redirect("repair_bench:deposits")


class GiveUpView(OneDepositScreen):
    """Nobody takes the object back: choose where it goes."""

    template_name = "repair/bench/give_up.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the ways out."""
        kwargs.setdefault("form", GiveUpForm())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send the object there, or say why not."""
        form = GiveUpForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            give_up(self.slip, user=request.user, **form.cleaned_data)
        except (RepairDayError, ValidationError) as problem:
            form.add_error(None, problem if isinstance(problem, ValidationError) else str(problem))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        messages.success(request, _("The object goes on its way."))
        return redirect("repair_bench:deposits")


class DepositsView(BenchScreen):
    """Every object that waits for its owner: those to call, those to come, those that left."""

    template_name = "repair/bench/deposits.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the lists, and write down who saw the names."""
        rows = scope_to_user(DepositSlip.objects.select_related("sheet__session__page"), request.user)
        waiting = list(rows.filter(collected_at=None, abandoned_at=None).order_by("collect_before", "pk"))
        over = list(
            rows.exclude(collected_at=None, abandoned_at=None).order_by("-left_on", "-pk")[:OVER_SHOWN]
        )
        if waiting:
            record_access(request.user, what="repair.deposits", rows=len(waiting))
        return self.render_to_response(self.get_context_data(waiting=waiting, over=over, **kwargs))
