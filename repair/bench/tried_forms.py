"""The steps that were tried and the parts that were used: as many as there are, and some empty ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from repair.outcomes import PartSource
from repair.passwords import refuse_passwords
from repair.services.outcomes import Part, Step

if TYPE_CHECKING:
    from repair.models import RepairRecord

EMPTY_ONES = 3
MOST = 40
STEP = ("observation", "cause", "action", "result")


class _TriedForm(forms.Form):
    """One row; it knows the kind of the object, so that a code may be told from a password."""

    def __init__(self, *args: Any, category: int | None = None, **kwargs: Any) -> None:
        self.category = category
        super().__init__(*args, **kwargs)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed: such a row is left out."""
        return not any(self.cleaned_data.get(name) for name in self.texts)

    def clean(self) -> dict[str, Any]:
        """Refuse passwords."""
        data = super().clean() or {}
        for name in self.texts:
            try:
                refuse_passwords(data.get(name) or "", self.category)
            except ValidationError as error:
                self.add_error(name, error)
        return data


class StepForm(_TriedForm):
    """What was seen, why, what was done, what it gave."""

    texts = STEP

    observation = forms.CharField(label=_("What is seen"), required=False, max_length=300)
    cause = forms.CharField(label=_("Why"), required=False, max_length=300)
    action = forms.CharField(
        label=pgettext_lazy("an attempt at a repair", "What is done"), required=False, max_length=300
    )
    result = forms.CharField(label=_("What it gives"), required=False, max_length=300)


class PartForm(_TriedForm):
    """A part, how many, and where it came from."""

    texts = ("name",)

    name = forms.CharField(
        label=_("Part"), required=False, max_length=80, help_text=_("For example: thermal fuse 216 °C.")
    )
    quantity = forms.IntegerField(
        label=_("How many"),
        required=False,
        min_value=1,
        max_value=999,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    source = forms.ChoiceField(
        label=_("Where it came from"), required=False, choices=[("", "—"), *PartSource.choices]
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the name of a part that comes from somewhere, and for the source of one with a name."""
        data = super().clean()
        if data.get("name") and not data.get("source"):
            self.add_error("source", _("Choose where this part came from."))
        if (data.get("source") or data.get("quantity")) and not data.get("name"):
            self.add_error("name", _("Type the name of the part."))
        return data


_options: dict[str, Any] = {"extra": EMPTY_ONES, "max_num": MOST, "absolute_max": MOST, "validate_max": True}
StepFormSet = forms.formset_factory(StepForm, **_options)
PartFormSet = forms.formset_factory(PartForm, **_options)


def step_forms(data: Any, record: RepairRecord) -> Any:
    """Return the forms of the steps of `record`, bound to `data` unless it is None."""
    initial = list(record.steps.values(*STEP)) if record.pk else []
    kind = {"category": record.category}
    return StepFormSet(data, initial=initial, prefix="steps", form_kwargs=kind)


def part_forms(data: Any, record: RepairRecord) -> Any:
    """Return the forms of the parts of `record`, bound to `data` unless it is None."""
    initial = list(record.parts.order_by("pk").values("name", "quantity", "source")) if record.pk else []
    kind = {"category": record.category}
    return PartFormSet(data, initial=initial, prefix="parts", form_kwargs=kind)


def steps_of(forms: Any) -> list[Step]:
    """Return the steps of valid forms, in their order."""
    return [
        Step(**{name: form.cleaned_data[name] for name in STEP})
        for form in forms
        if form.cleaned_data and not form.is_empty
    ]


def parts_of(forms: Any) -> list[Part]:
    """Return the parts of valid forms, in their order; one unless another number was typed."""
    return [
        Part(
            name=form.cleaned_data["name"],
            source=form.cleaned_data["source"],
            quantity=form.cleaned_data["quantity"] or 1,
        )
        for form in forms
        if form.cleaned_data and not form.is_empty
    ]
