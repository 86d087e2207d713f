"""« Suite de la fiche n° »: find the attempt before this one by its number and its day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.places.permissions import get_scoped_object_or_404
from repair.attempts import earlier_attempts, find_earlier
from repair.errors import FollowsItself
from repair.models import IntakeSheet
from repair.services.attempts import follow

from .screen import SheetScreen

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class FindSheetForm(forms.Form):
    """The number that is written on the slip of last time, and its day if it is known."""

    number = forms.IntegerField(
        label=gettext_lazy("Number of the earlier sheet"),
        min_value=1,
        max_value=9999,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=gettext_lazy("It is on the slip that the owner was given."),
        error_messages={"required": gettext_lazy("Type the number of the earlier sheet.")},
    )
    day = forms.DateField(
        label=gettext_lazy("Its day, if it is known"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class FollowView(SheetScreen):
    """Look for the earlier sheet (GET), then choose it (POST)."""

    template_name = "repair/bench/follow.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form and what it finds."""
        asked = "number" in self.request.GET
        form = FindSheetForm(self.request.GET if asked else None)
        found = find_earlier(self.sheet, **form.cleaned_data) if asked and form.is_valid() else None
        return super().get_context_data(
            form=form, found=found, earlier=earlier_attempts(self.sheet), **kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Link the chosen sheet, or none."""
        earlier = None
        if request.POST.get("earlier"):
            own = IntakeSheet.objects.filter(session__organization=self.sheet.session.organization_id)
            earlier = get_scoped_object_or_404(own, request.user, pk=request.POST["earlier"])
        try:
            follow(self.sheet, earlier)
        except FollowsItself as problem:
            messages.error(request, str(problem))
            return redirect(self.address("follow"))
        messages.success(request, _("The sheets are linked.") if earlier else _("The link is removed."))
        return redirect(self.address())
