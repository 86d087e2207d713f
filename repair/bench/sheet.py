"""The sheet on the bench, on a phone: what was tried, whether it is safe, how it ended, and its slip."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from maillage.places.permissions import get_scoped_object_or_404
from repair.attempts import earlier_attempts, find_earlier
from repair.categories import Category
from repair.errors import FollowsItself, RepairDayError
from repair.free_text import names_somebody, refuse_passwords
from repair.models import DepositSlip, Fixer, IntakeSheet, RepairCafePage, RepairRecord, SheetState
from repair.outcomes import WANT_A_REASON, Outcome, PartSource, SafetyTest
from repair.services import queue
from repair.services.deposits import collect
from repair.services.outcomes import Part, Step, new_record, record_outcome
from repair.services.records import follow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

MAY_REPAIR = "repair.run_repair_day"


@method_decorator(never_cache, name="dispatch")
class BenchScreen(TemplateView):
    """A small page for those who run the day: 403 without that right."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the right before anything is read."""
        if not request.user.has_perm(MAY_REPAIR):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class SheetScreen(BenchScreen):
    """A screen about one sheet; another organisation's answers 404."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the sheet among those of the user's organisations."""
        rows = IntakeSheet.objects.select_related(
            "session__page", "session__place", "session__organization", "continues__session", "skill"
        )
        self.sheet = get_scoped_object_or_404(rows, request.user, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    @property
    def record(self) -> RepairRecord | None:
        """The record of the sheet, once something was noted."""
        return RepairRecord.objects.filter(sheet=self.sheet).first()

    def address(self, name: str = "sheet") -> str:
        """Return the address of a screen about this sheet."""
        return reverse(f"repair_bench:{name}", args=[self.sheet.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the sheet and its date."""
        return super().get_context_data(sheet=self.sheet, session=self.sheet.session, **kwargs)


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

    observation = forms.CharField(label=gettext_lazy("What is seen"), required=False, max_length=300)
    cause = forms.CharField(label=gettext_lazy("Why"), required=False, max_length=300)
    action = forms.CharField(
        label=pgettext_lazy("an attempt at a repair", "What is done"), required=False, max_length=300
    )
    result = forms.CharField(label=gettext_lazy("What it gives"), required=False, max_length=300)


class PartForm(_TriedForm):
    """A part, how many, and where it came from."""

    texts = ("name",)

    name = forms.CharField(
        label=gettext_lazy("Part"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("For example: thermal fuse 216 °C."),
    )
    quantity = forms.IntegerField(
        label=gettext_lazy("How many"),
        required=False,
        min_value=1,
        max_value=999,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    source = forms.ChoiceField(
        label=gettext_lazy("Where it came from"), required=False, choices=[("", "—"), *PartSource.choices]
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the name of a part that comes from somewhere, and for the source of one with a name."""
        data = super().clean()
        if data.get("name") and not data.get("source"):
            self.add_error("source", gettext_lazy("Choose where this part came from."))
        if (data.get("source") or data.get("quantity")) and not data.get("name"):
            self.add_error("name", gettext_lazy("Type the name of the part."))
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


# A phone that was without network for a week.
MOST_MILLISECONDS = 7 * 24 * 60 * 60 * 1000
TEXTS = ("brand", "model", "problem", "safety_reason", "advice")


class OutcomeForm(forms.ModelForm):
    """The record of a sheet. What the choices make pointless is emptied, not refused."""

    fixers = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Who repairs?"),
        queryset=Fixer.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    words_read = forms.BooleanField(
        label=gettext_lazy("I have read the text again: it names nobody"), required=False
    )
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
        labels = {"problem": gettext_lazy("What was wrong, what was done, in short")}
        help_texts = {
            "problem": gettext_lazy("This text is published. No name, no phone number, no password."),
            "weight_grams": gettext_lazy(
                "In grams, only for this kind of object. For example: 2500 for 2.5 kg."
            ),
            "safety_reason": gettext_lazy("For example: the tester is missing today."),
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
            self.add_error("next_step", gettext_lazy("Choose what comes next."))
        if outcome != Outcome.END_OF_LIFE:
            data["barrier"] = None
        elif not data.get("barrier"):
            self.add_error("barrier", gettext_lazy("Choose why it is beyond repair."))

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
            data["safety_reason"] = str(gettext_lazy("No electricity in it."))
        elif not test and data.get("outcome") == Outcome.FIXED:
            self.add_error(
                "safety_test", gettext_lazy("Say whether the safety test was done: this object is repaired.")
            )
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


# What the three buttons send.
ENDINGS = {"done": SheetState.DONE, "stays": SheetState.STAYS}


class SheetView(SheetScreen):
    """The record of a sheet, on a phone."""

    template_name = "repair/bench/sheet.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the forms, and what was tried on the same object before."""
        record = self.record or new_record(self.sheet)
        if "form" not in kwargs:
            seen = record.updated_at.isoformat() if record.pk else ""
            first = {"client_key": uuid.uuid4(), "seen": seen}
            kwargs["form"] = OutcomeForm(instance=record, sheet=self.sheet, initial=first)
        kwargs.setdefault("steps", step_forms(None, record))
        kwargs.setdefault("parts", part_forms(None, record))
        return super().get_context_data(
            record=record if record.pk else None, earlier=earlier_attempts(self.sheet), **kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save it all or nothing, then lead to what comes next."""
        record = self.record or new_record(self.sheet)
        form = OutcomeForm(request.POST, instance=record, sheet=self.sheet)
        valid = form.is_valid()
        steps, parts = step_forms(request.POST, record), part_forms(request.POST, record)
        if not all([valid, steps.is_valid(), parts.is_valid()]):
            return self._refuse(form, steps, parts)
        ending = ENDINGS.get(request.POST.get("then", ""))
        try:
            record_outcome(
                self.sheet,
                values=form.values,
                client_key=form.cleaned_data["client_key"],
                fixers=form.cleaned_data["fixers"],
                steps=steps_of(steps),
                parts=parts_of(parts),
                seen=form.cleaned_data["seen"],
                words_read=form.cleaned_data["words_read"],
                ending=ending,
                at=form.pressed_at,
            )
        except (RepairDayError, ValidationError) as problem:
            form.add_error(None, problem if isinstance(problem, ValidationError) else str(problem))
            return self._refuse(form, steps, parts, status=409)
        return self._lead_on(ending)

    def _lead_on(self, ending: SheetState | None) -> HttpResponse:
        after = {SheetState.DONE: "slip", SheetState.STAYS: "deposit", None: "sheet"}
        address = self.address(after[ending])
        if self._wants_json:
            return JsonResponse({"next": address})
        messages.success(self.request, _("The sheet is saved."))
        return redirect(address)

    def _refuse(self, form: OutcomeForm, steps: Any, parts: Any, status: int = 422) -> HttpResponse:
        if self._wants_json:
            return JsonResponse({"errors": form.errors.get_json_data()}, status=status)
        context = self.get_context_data(form=form, steps=steps, parts=parts)
        return self.render_to_response(context, status=status)

    @property
    def _wants_json(self) -> bool:
        """Whether the phone sends what it kept while there was no network."""
        return self.request.headers.get("Accept", "").startswith("application/json")


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


class HandBackView(SheetScreen):
    """The slip that goes with the object: no name on it, neither the owner's nor the volunteers'."""

    template_name = "repair/bench/slip.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what was done, and the professionals of the café's page where they help."""
        record = self.record
        fixed = record is not None and record.outcome == Outcome.FIXED
        page = RepairCafePage.objects.filter(pk=self.sheet.session.page_id).first()
        return super().get_context_data(
            record=record,
            steps=record.steps.all() if record else [],
            parts=record.parts.order_by("pk") if record else [],
            professionals=page.professionals.all() if page and not fixed else [],
            organization=self.sheet.session.organization,
            may_hand_back=self.sheet.state in {SheetState.DONE, SheetState.STAYS},
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Note that the owner took the object back."""
        slip = DepositSlip.objects.filter(sheet=self.sheet).first()
        try:
            if slip is not None and slip.is_waiting:
                collect(slip)
            else:
                queue.hand_back(self.sheet)
        except RepairDayError as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("The object is handed back."))
        return redirect(self.address("slip"))
