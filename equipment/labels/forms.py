"""Which machines, on which sheet, from which cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from equipment.models import Component, Lot, Machine, Shelf
from equipment.part_querysets import parts_of
from maillage.places.permissions import scope_to_user

from .documents import machine_label, part_label, shelf_label
from .sheets import SHEETS, Sheet

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

    from .drawing import Label

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
