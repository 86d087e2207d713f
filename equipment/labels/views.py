"""The screen that prints labels: which machines, on which sheet, from which cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from equipment.card.access import MAY_WORK
from equipment.conditions import parts_of
from equipment.labels.drawing import labels_pdf, machine_label, part_label, shelf_label, trial_pdf
from equipment.labels.sheets import SHEETS, Sheet
from equipment.models import Component, Lot, Machine, Shelf
from maillage.places.permissions import scope_to_user

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from equipment.labels.drawing import Label

FARTHEST = 15
MOST_LABELS = 2_000
LONGEST_NUMBER = 12


class LabelsForm(forms.Form):
    """A lot, tags, or shelves; the sheet and what its printer is out by."""

    lot = forms.ModelChoiceField(
        Lot.objects.none(), label=_("A lot"), required=False, empty_label=_("No lot")
    )
    tags = forms.CharField(
        label=_("Or machines, by their tags"),
        help_text=_("One after the other, with a comma or on a new line."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    disks = forms.CharField(
        label=_("Or disks that were taken out, by their numbers"),
        help_text=_("One after the other, with a comma or on a new line."),
        required=False,
    )
    shelves = forms.ModelMultipleChoiceField(
        Shelf.objects.none(),
        label=_("Or shelves"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sheet = forms.ChoiceField(
        label=_("Sheet of stickers"), choices=[(sheet.key, sheet.label) for sheet in SHEETS.values()]
    )
    start = forms.IntegerField(
        label=_("First free sticker"),
        help_text=_("1 on a new sheet. Counted along the rows."),
        initial=1,
        min_value=1,
    )
    offset_x = forms.FloatField(
        label=_("Move to the right, in mm"), initial=0, min_value=-FARTHEST, max_value=FARTHEST, localize=True
    )
    offset_y = forms.FloatField(
        label=_("Move down, in mm"), initial=0, min_value=-FARTHEST, max_value=FARTHEST, localize=True
    )

    def __init__(self, *args: Any, user: AbstractBaseUser, trial: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.trial = user, trial
        self.fields["lot"].queryset = scope_to_user(Lot.objects.all(), user)  # type: ignore[attr-defined]
        shelves = scope_to_user(Shelf.objects.select_related("place"), user)
        self.fields["shelves"].queryset = shelves  # type: ignore[attr-defined]

    def clean_tags(self) -> list[Machine]:
        """Return the machines of these tags in the order of the list; every one must be there."""
        typed = _typed(self.cleaned_data["tags"])
        mine = scope_to_user(Machine.objects.all(), self.user)
        found = {machine.tag: machine for machine in mine.filter(tag__in=typed)}
        missing = [tag for tag in typed if tag not in found]
        if missing:
            raise ValidationError(
                gettext("No machine has the tag %(tags)s. Look at its label.")
                % {"tags": ", ".join(missing[:5])}
            )
        return [found[tag] for tag in typed]

    def clean_disks(self) -> list[Component]:
        """Return the parts of these numbers in the order of the list; every one must be there."""
        typed = _typed(self.cleaned_data["disks"])
        mine = parts_of(scope_to_user(Machine.objects.all(), self.user))
        # A longer number than any key would be an error of the database.
        numbers = [
            int(one) for one in typed if one.isascii() and one.isdecimal() and len(one) <= LONGEST_NUMBER
        ]
        found = mine.in_bulk(numbers)
        missing = [one for one in typed if one not in map(str, found)]
        if missing:
            raise ValidationError(
                gettext("No disk here has the number %(numbers)s. Look at the list of parts.")
                % {"numbers": ", ".join(missing[:5])}
            )
        return [found[number] for number in numbers]

    def clean(self) -> dict[str, Any]:
        """Ask for something to print, and for a cell that the sheet has."""
        data = super().clean() or {}
        if (
            not self.trial
            and not self.errors
            and not any(data.get(one) for one in ("lot", "tags", "disks", "shelves"))
        ):
            raise ValidationError(gettext("Choose a lot, machines or shelves."))
        sheet = SHEETS.get(data.get("sheet", ""))
        if sheet and (data.get("start") or 1) > sheet.per_page:
            message = gettext("This sheet has %(count)d stickers.") % {"count": sheet.per_page}
            self.add_error("start", message)
        return data

    @property
    def labels(self) -> list[Label]:
        """What is to be printed: the lot, then the machines, then the disks, then the shelves."""
        data = self.cleaned_data
        machines = [*data["lot"].machines.order_by("pk")] if data["lot"] else []
        machines += data["tags"]
        parts = map(part_label, data["disks"])
        return [*map(machine_label, machines), *parts, *map(shelf_label, data["shelves"])]

    @property
    def chosen_sheet(self) -> Sheet:
        """The sheet of stickers."""
        return SHEETS[self.cleaned_data["sheet"]]

    @property
    def offsets(self) -> dict[str, float]:
        """What the printer is out by."""
        return {name: self.cleaned_data[name] for name in ("offset_x", "offset_y")}


def _bare(tag: str) -> str:
    return "".join(tag.split()).upper()


def _typed(text: str) -> list[str]:
    """Return what is listed, bare; raises ValidationError for more labels than are printed at once."""
    typed = [_bare(one) for one in re.split(r"[,;\n]", text) if _bare(one)]
    if len(typed) > MOST_LABELS:
        raise ValidationError(gettext("Print %(most)d labels at most at once.") % {"most": MOST_LABELS})
    return typed


# The form as it was sent last: a workshop prints on the same sheets, with the same printer.
KEPT = "equipment_labels"
REMEMBERED = ("sheet", "offset_x", "offset_y")


@method_decorator(require_admin_access, name="dispatch")
class LabelsView(WagtailAdminTemplateMixin, FormView):
    """« Étiquettes »: GET may name a lot (`lot`), machines (`tags`) or parts (`disks`)."""

    template_name = "equipment/labels/labels.html"
    page_title = _("Labels")
    header_icon = "tag"
    form_class = LabelsForm

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Add the title, which the screen shows at its head."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the role."""
        if not request.user.has_perm(MAY_WORK):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """Start with the sheet and the offsets of the last time."""
        kept = self.request.session.get(KEPT, {})
        asked = {
            name: self.request.GET[name] for name in ("lot", "tags", "disks") if name in self.request.GET
        }
        return {**kept, **asked}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who asks, and which button."""
        trial = self.request.POST.get("do") == "trial"
        return {**super().get_form_kwargs(), "user": self.request.user, "trial": trial}

    def form_valid(self, form: LabelsForm) -> HttpResponse:
        """Answer with the PDF."""
        self.request.session[KEPT] = {name: form.cleaned_data[name] for name in REMEMBERED}
        if form.trial:
            return _pdf(trial_pdf(form.chosen_sheet, **form.offsets), "feuille-d-essai")
        start = form.cleaned_data["start"]
        return _pdf(labels_pdf(form.labels, form.chosen_sheet, start=start, **form.offsets), "etiquettes")

    def form_invalid(self, form: LabelsForm) -> HttpResponse:
        """Draw the form again with what is wrong."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
