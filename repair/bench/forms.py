"""« Fiche de réparation » on a phone: who, how it ended, whether it is safe, what the object is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from repair.categories import Category
from repair.models import Fixer, RepairRecord
from repair.outcomes import Outcome, SafetyTest
from repair.passwords import refuse_passwords
from repair.personal_strings import names_somebody
from repair.record_checks import WANT_A_REASON

if TYPE_CHECKING:
    from collections.abc import Iterator

    from repair.models import IntakeSheet

# A phone that was without network for a week.
MOST_MILLISECONDS = 7 * 24 * 60 * 60 * 1000
TEXTS = ("brand", "model", "problem", "safety_reason", "advice")


class OutcomeForm(forms.ModelForm):
    """The record of a sheet. What the choices make pointless is emptied, not refused."""

    fixers = forms.ModelMultipleChoiceField(
        label=_("Who repairs?"),
        queryset=Fixer.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    words_read = forms.BooleanField(label=_("I have read the text again: it names nobody"), required=False)
    client_key = forms.UUIDField(widget=forms.HiddenInput(attrs={"data-nonce": ""}))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    # How many milliseconds ago the button was pressed, when a phone kept it.
    age = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=MOST_MILLISECONDS
    )

    class Meta:
        model = RepairRecord
        fields = (
            *("outcome", "next_step", "barrier", "safety_test", "safety_reason", "problem", "advice"),
            *("category", "size", "weight_grams", "brand", "model", "product_age"),
        )
        widgets = {
            "outcome": forms.RadioSelect,
            "safety_test": forms.RadioSelect,
            "problem": forms.Textarea(attrs={"rows": 3}),
            "advice": forms.Textarea(attrs={"rows": 2}),
            "weight_grams": forms.NumberInput(attrs={"inputmode": "numeric"}),
            "product_age": forms.TextInput(attrs={"inputmode": "decimal"}),
        }
        labels = {"problem": _("What was wrong, what was done, in short")}
        help_texts = {
            "problem": _("This text is published. No name, no phone number, no password."),
            "weight_grams": _("In grams, only for this kind of object. For example: 2500 for 2.5 kg."),
            "safety_reason": _("For example: the tester is missing today."),
        }

    def __init__(self, *args: Any, sheet: IntakeSheet, **kwargs: Any) -> None:
        self.sheet = sheet
        super().__init__(*args, **kwargs)
        # No choice is made for the volunteer: an empty answer shows.
        self.fields["safety_test"].choices = SafetyTest.choices  # type: ignore[attr-defined]
        self.fields["outcome"].choices = [*Outcome.choices[1:], Outcome.choices[0]]  # type: ignore[attr-defined]
        here = Fixer.objects.filter(organization=sheet.session.organization_id, active=True)
        already = Fixer.objects.filter(pk__in=self._fixers_so_far())
        self.fields["fixers"].queryset = (here | already).distinct()  # type: ignore[attr-defined]
        self.fields["fixers"].label_from_instance = lambda fixer: fixer.first_name  # type: ignore[attr-defined]
        self.initial.setdefault("fixers", self._fixers_so_far())

    def _fixers_so_far(self) -> list[int]:
        rows = self.instance.fixers if self.instance.pk else self.sheet.fixers
        return list(rows.values_list("pk", flat=True))

    def clean_seen(self) -> datetime | None:
        """Return the hour of the record that the screen showed."""
        return parse_datetime(self.cleaned_data["seen"]) if self.cleaned_data["seen"] else None

    @property
    def pressed_at(self) -> datetime:
        """When the button was pressed (aware): a phone says how long ago, so its clock need not be right."""
        return timezone.now() - timedelta(milliseconds=self.cleaned_data["age"] or 0)

    def clean(self) -> dict[str, Any]:
        """Empty what does not go with the choices, ask for what does, and refuse passwords."""
        data = super().clean() or {}
        self._follow_the_outcome(data)
        self._follow_the_object(data)
        self._check_safety(data)
        for name, text in self._typed(data):
            try:
                refuse_passwords(text, data.get("category"))
            except ValidationError as error:
                self.add_error(name, error)
        return data

    def validate_constraints(self) -> None:
        """Leave it to `RepairRecord.clean()`, which says the same in words."""

    def _follow_the_outcome(self, data: dict[str, Any]) -> None:
        outcome = data.get("outcome")
        if outcome != Outcome.REPAIRABLE:
            data["next_step"] = ""
        elif not data.get("next_step"):
            self.add_error("next_step", _("Choose what comes next."))
        if outcome != Outcome.END_OF_LIFE:
            data["barrier"] = None
        elif not data.get("barrier"):
            self.add_error("barrier", _("Choose why it is beyond repair."))

    def _follow_the_object(self, data: dict[str, Any]) -> None:
        category = data.get("category")
        if category not in (Category.LAPTOP, Category.FLAT_SCREEN):
            data["size"] = ""
        if category and not Category(category).is_weighed:
            data["weight_grams"] = None

    def _check_safety(self, data: dict[str, Any]) -> None:
        category, test = data.get("category"), data.get("safety_test")
        if not test and category and not Category(category).is_powered:
            data["safety_test"] = SafetyTest.NOT_APPLICABLE
            data["safety_reason"] = str(_("No electricity in it."))
        elif not test and data.get("outcome") == Outcome.FIXED:
            self.add_error("safety_test", _("Say whether the safety test was done: this object is repaired."))
        elif test not in WANT_A_REASON:
            data["safety_reason"] = ""

    def _typed(self, data: dict[str, Any]) -> Iterator[tuple[str, str]]:
        yield from ((name, data[name]) for name in TEXTS if data.get(name))

    @property
    def values(self) -> dict[str, Any]:
        """The fields of the record, cleaned."""
        return {name: self.cleaned_data[name] for name in self._meta.fields}

    @property
    def asks_to_read(self) -> bool:
        """Whether the text may name somebody, so that a person has to read it."""
        return names_somebody(str(self["problem"].value() or ""))
