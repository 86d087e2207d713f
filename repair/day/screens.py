"""What the screens of the day share: whose day it is, and what is noted by a form or a tap."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from maillage.bookings.admin.offline_actions import TapForm, TapScreen
from maillage.bookings.models import Session
from maillage.bookings.questions.fields import check_visible
from repair.finding import find_category
from repair.forms import SuggestedInput
from repair.free_text import refuse_passwords
from repair.models import Fixer, IntakeSheet, ItemAnnouncement, RepairCafePage, RulesAgreement
from repair.querysets import current_rules, skill_for, skills_on
from repair.services import queue
from repair.services.intake import coming_to, take_in, welcome

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from repair.models import Skill

AGREEMENTS = [
    (RulesAgreement.ACCEPTED.value, _("They have read them and accept")),
    (RulesAgreement.READ_ALOUD.value, _("I have read them aloud, they accept")),
]
# The same on the buttons of an object that was announced: one tap.
WELCOMES = [
    (RulesAgreement.ACCEPTED.value, _("It is here, rules accepted")),
    (RulesAgreement.READ_ALOUD.value, _("It is here, rules read aloud")),
]


class KeyedForm(TapForm):
    """Something that makes a row: its key, drawn by the phone, makes two sendings one row."""

    nonce = forms.UUIDField(widget=forms.HiddenInput, initial=lambda: uuid.uuid4().hex)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # An organisation that has written no rules asks nobody to accept them.
        self.has_rules = current_rules(self.session.organization_id) is not None

    @property
    def skills(self) -> list[Skill]:
        """The skills that are there on this date."""
        return skills_on(self.session, self.session.page.specific)

    @property
    def taken_by(self) -> dict[str, Any]:
        """Who took the object in, when, and how its owner agreed to the rules."""
        data = self.cleaned_data
        return {
            "client_key": data["nonce"],
            "agreement": data.get("agreement") or "",
            "read_by": getattr(self.user, "pk", None),
            "at": self.at,
        }


class IntakeForm(KeyedForm):
    """« Fiche d’entrée »: four fields, of which two are enough, and a box for what is usually refused."""

    item = forms.CharField(
        label=_("Which object?"),
        max_length=80,
        validators=[check_visible],
        widget=SuggestedInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Type what the object is, for example: toaster.")},
    )
    fault = forms.CharField(
        label=_("What is wrong?"),
        required=False,
        max_length=500,
        validators=[check_visible],
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("No name, no phone number, no password."),
    )
    skill = forms.TypedChoiceField(label=_("For which table?"), required=False, coerce=int, empty_value=None)
    anyway = forms.BooleanField(label=_("We take it all the same: somebody here knows how"), required=False)
    agreement = forms.ChoiceField(
        label=_("The house rules"),
        choices=AGREEMENTS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how the house rules were accepted.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [("", _("Found from the object"))]
        self.fields["skill"].choices = found + [(one.pk, one.name) for one in self.skills]  # type: ignore[attr-defined]
        if not self.has_rules:
            del self.fields["agreement"]

    def clean(self) -> dict[str, Any]:
        """Find the kind of object; refuse what the café does not take, and a password in the fault."""
        data = super().clean() or {}
        refused = self.session.page.specific.refuses(data.get("item", ""))
        if refused and not data.get("anyway"):
            self.add_error("item", ValidationError(refused.sentence, code="refused"))
        data["category"] = find_category(data.get("item", ""))
        try:
            refuse_passwords(data.get("fault", ""), data["category"])
        except ValidationError as error:
            self.add_error("fault", error)
        return data

    def save(self) -> IntakeSheet:
        """Give the object its number."""
        data, skills = self.cleaned_data, self.skills
        chosen = next((one for one in skills if one.pk == data["skill"]), None)
        return take_in(
            self.session,
            item=data["item"],
            fault=data["fault"],
            category=data["category"],
            skill=chosen or skill_for(data["category"], skills),
            **self.taken_by,
        )


class WelcomeForm(KeyedForm):
    """An announced object is here: one tap."""

    announcement = forms.IntegerField(widget=forms.HiddenInput)
    agreement = forms.ChoiceField(choices=AGREEMENTS, required=False)

    def save(self) -> IntakeSheet:
        """Give the object its number."""
        key, skills = self.cleaned_data["announcement"], self.skills
        announced: ItemAnnouncement | None = coming_to(self.session).filter(pk=key).first()
        category = announced.category if announced else None
        return welcome(self.session, key, skill=skill_for(category, skills), **self.taken_by)


class SheetForm(TapForm):
    """What happens to an object in the queue; `fixer` is the volunteer who holds the phone."""

    sheet = forms.IntegerField(widget=forms.HiddenInput)
    fixer = forms.IntegerField(required=False)

    def clean_sheet(self) -> IntakeSheet:
        """Find the object among those of this date."""
        sheet = IntakeSheet.objects.filter(session=self.session, pk=self.cleaned_data["sheet"]).first()
        if sheet is None:
            raise ValidationError(_("This object is not in the list any more. Read the list again."))
        return sheet

    def clean_fixer(self) -> Fixer | None:
        """Find the volunteer among those of the organisation."""
        fixers = Fixer.objects.filter(organization=self.session.organization_id)
        return fixers.filter(pk=self.cleaned_data["fixer"]).first()

    def save(self) -> IntakeSheet:
        """Write it."""
        raise NotImplementedError


class StartForm(SheetForm):
    """Somebody begins to look at the object, or joins those who do."""

    def save(self) -> IntakeSheet:
        """Write it."""
        fixer = self.cleaned_data["fixer"]
        return queue.start(self.cleaned_data["sheet"], fixers=[fixer] if fixer else [], at=self.at)


class PutBackForm(SheetForm):
    """The object waits again, at its turn: another table must look at it, or somebody left early."""

    def save(self) -> IntakeSheet:
        """Write it."""
        return queue.put_back(self.cleaned_data["sheet"])


class AbsentForm(SheetForm):
    """Nobody came when the number was called: it waits behind the others."""

    def save(self) -> IntakeSheet:
        """Write it."""
        return queue.put_back(self.cleaned_data["sheet"], behind=True)


class LeaveForm(SheetForm):
    """Somebody left with their object."""

    def save(self) -> IntakeSheet:
        """Write it."""
        return queue.leave(self.cleaned_data["sheet"], at=self.at)


class HandBackForm(SheetForm):
    """The owner has the object again."""

    def save(self) -> IntakeSheet:
        """Write it."""
        return queue.hand_back(self.cleaned_data["sheet"], at=self.at)


TAPS: dict[str, type[TapForm]] = {
    "take_in": IntakeForm,
    "welcome": WelcomeForm,
    "start": StartForm,
    "put_back": PutBackForm,
    "absent": AbsentForm,
    "leave": LeaveForm,
    "hand_back": HandBackForm,
}

MAY_RUN = "repair.run_repair_day"


class CafeScreen(TapScreen):
    """A screen about one date of a repair café, for its team: 403 without the right, 404 for any other."""

    taps = TAPS

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Ask for the right before anything is read."""
        if not request.user.has_perm(MAY_RUN):
            raise PermissionDenied
        super().setup(request, *args, **kwargs)

    def get_dates(self) -> QuerySet[Session]:
        """Return the dates of the user's repair cafés."""
        mine = Session.objects.for_team(self.request.user)
        return mine.filter(page__in=RepairCafePage.objects.values("page_ptr"))

    @cached_property
    def skills(self) -> list[Skill]:
        """The skills that are there on this date."""
        return skills_on(self.session, self.session.page)

    @cached_property
    def fixers(self) -> list[Fixer]:
        """The volunteers who repair with the organisation today."""
        rows = Fixer.objects.filter(organization=self.session.organization_id, active=True)
        return list(rows.order_by("first_name", "pk"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the addresses that the screens lead to."""
        return super().get_context_data(
            intake_url=self.address("repair_day:intake"),
            queue_url=self.address("repair_day:queue"),
            wall_url=self.address("repair:wall"),
            **kwargs,
        )
