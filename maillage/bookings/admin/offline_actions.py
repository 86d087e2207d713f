"""What is noted on a phone: by a form that is sent, or by taps that the phone kept until it had a network."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.http import HttpResponseBadRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from maillage.bookings.admin.screens import DayScreen
from maillage.bookings.errors import BookingError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest, HttpResponse

    from maillage.bookings.models import Session

LONGEST_WAIT = timedelta(days=7)
MOST_TAPS = 200
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Noted:
    """What became of a tap: the row it wrote, or the sentence that says what is wrong."""

    row: Any = None
    problem: str = ""


class TapForm(forms.Form):
    """Something noted about `session` by `user`. `age`: how many milliseconds ago, when a phone kept it."""

    nonce = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    age = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        session: Session,
        user: AbstractBaseUser | AnonymousUser | None = None,
        **kwargs: Any,
    ) -> None:
        self.session = session
        self.user = user
        super().__init__(data, **kwargs)

    @property
    def at(self) -> datetime:
        """When it was noted (aware): the phone says how long ago, so that its clock need not be right."""
        age = timedelta(milliseconds=min(self.cleaned_data.get("age") or 0, LONGEST_WAIT // _MILLISECOND))
        return timezone.now() - age

    def save(self) -> Any:
        """Write it and return its row; raises a BookingError."""
        raise NotImplementedError

    def note(self) -> Noted:
        """Write what was typed, or say what is wrong with it."""
        if not self.is_valid():
            sentences = (str(error) for errors in self.errors.values() for error in errors)
            return Noted(problem=" ".join(sentences))
        try:
            return Noted(row=self.save())
        except BookingError as refusal:
            return Noted(problem=str(refusal))


class TapScreen(DayScreen):
    """A screen of the day with forms: `taps` names them by the « action » that each sends."""

    taps: ClassVar[Mapping[str, type[TapForm]]] = {}

    def form_of(self, data: Mapping[str, Any]) -> TapForm | None:
        """Return the form of what `data` says was done; None for something else."""
        form_class = self.taps.get(str(data.get("action", "")))
        return form_class(data, session=self.session, user=self.request.user) if form_class else None


class TapsMixin(TapScreen):
    """What a phone kept while it had no network. Sent twice, it counts once."""

    http_method_names = ["post"]
    live_template_name: str

    def live_context(self, noted: Sequence[Noted]) -> dict[str, Any]:
        """Return what the part of the screen that is drawn again shows, after these taps."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Note each tap in order; answer which are done, which are refused, and the list as it is now."""
        taps = _read(request.body)
        if taps is None:
            return HttpResponseBadRequest()
        noted = [self._note(tap) for tap in taps]
        nonces = [tap.get("nonce") for tap in taps]
        refused = [
            {"nonce": nonce, "sentence": one.problem}
            for nonce, one in zip(nonces, noted, strict=True)
            if one.problem
        ]
        self.session.refresh_from_db(fields=["seats_taken", "capacity"])
        context = {"session": self.session, **self.live_context(noted)}
        html = render_to_string(self.live_template_name, context, request)
        return JsonResponse({"done": nonces, "refused": refused, "html": html})

    def _note(self, tap: Mapping[str, Any]) -> Noted:
        form = self.form_of(tap)
        return Noted(problem=_("This cannot be done.")) if form is None else form.note()


class WorkerView(TemplateView):
    """The script that opens the screens of a day again without network.

    What it may answer for is what lies below its address. `extra_context` gives the name of the cache,
    « kept », that the screens name too.
    """

    template_name = "bookings/admin/day-worker.js"
    content_type = "text/javascript"


def _read(body: bytes) -> list[dict[str, Any]] | None:
    """Return the taps of a request, None when it is not a list of objects."""
    try:
        taps = json.loads(body)["taps"]
    except (ValueError, KeyError, TypeError):
        return None
    if not isinstance(taps, list) or len(taps) > MOST_TAPS:
        return None
    return taps if all(isinstance(tap, dict) for tap in taps) else None
