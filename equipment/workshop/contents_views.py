"""« Here is what it holds »: who opened the machine or booted it says so, and signs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from equipment.doubts import as_it_stands, in_words, left_open
from equipment.errors import EquipmentError
from equipment.part_querysets import disks_in
from equipment.services.contents import LONGEST_WORDS, note_contents

from .access import MachineScreen

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class ContentsForm(forms.Form):
    """The words, and what the screen showed when they were written."""

    words = forms.CharField(
        label=gettext_lazy("How you looked, and what is inside"),
        help_text=gettext_lazy("For example: opened, one M.2 disk, nothing in the 2.5-inch bay."),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False)


class ContentsView(MachineScreen):
    """What the inventories could not see, what is noted inside, and the signature."""

    template_name = "equipment/workshop/contents.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what is asked about, as it stands now."""
        kwargs.setdefault("form", ContentsForm(initial={"shown": as_it_stands(self.machine)}))
        asked = [in_words(each) for each in left_open(self.machine)]
        return super().get_context_data(asked=asked, disks=disks_in(self.machine).order_by("pk"), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign, or draw the screen again with what is wrong."""
        form = ContentsForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        words, shown = form.cleaned_data["words"], form.cleaned_data["shown"]
        try:
            note_contents(self.machine, by=request.user, words=words, shown=shown)  # type: ignore[arg-type]
        except EquipmentError as refusal:
            form = ContentsForm(initial={"words": words, "shown": as_it_stands(self.machine)})
            context = self.get_context_data(form=form, refusal=str(refusal))
            return self.render_to_response(context, status=409)
        messages.success(request, _("Noted and signed: what this machine holds."))
        return redirect(self.card)
