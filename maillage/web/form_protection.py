"""What stands before every public form: limits, sizes, and what keeps programs out without a puzzle.

Nobody is refused for what looks like a program's work: the form is asked again. A field that no person
sees, a time below which nobody types a name, and the work of a browser (`proof_of_work`) where a site
wants it. The API has its limits and its sizes alone.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.signing import BadSignature, Signer
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from maillage.privacy.contacts import display_phone
from maillage.privacy.throttle import Limit, TooManyRequests, check_all

from . import proof_of_work
from .conf import get_conf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest, HttpResponse, QueryDict
    from django.http.response import HttpResponseBase

# No name of a field that browsers fill in by themselves (HTML, « autofill detail tokens »).
HONEYPOT = "precision_2"
DRAWN_AT = "drawn_at"
HOUR = timedelta(hours=1)
# How far the clocks of two machines of one site may be apart, in seconds.
SKEW = 60
# What a form says besides its files: a hundred times a long registration.
BESIDES_FILES = 200_000


class BoundedFormMixin(View):
    """A view whose forms have a size: a larger body is refused before it is read.

    The protection against forged requests reads the body, so it comes after, here and not in the
    middleware.
    """

    refused_template_name = "web/refused.html"

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:
        """Return the view, that the middleware leaves to `dispatch()`."""
        return csrf_exempt(super().as_view(**initkwargs))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse a body that no form makes, unread."""
        files, most = self.files_of_the_form()
        if is_too_large(request, files=files, most=most):
            message = too_large_message(most) if files else _("This form is too large. Write less.")
            return render(request, self.refused_template_name, {"message": message}, status=413)
        protected: Any = csrf_protect(super().dispatch)
        return protected(request, *args, **kwargs)

    def files_of_the_form(self) -> tuple[int, int]:
        """Return how many files the form takes, and how many bytes the largest may have."""
        return 0, 0

    def slow_down(self, request: HttpRequest, limit: TooManyRequests, message: str) -> HttpResponse:
        """Answer 429 with a sentence, and when to come back."""
        response = render(request, self.refused_template_name, {"message": message}, status=429)
        response["Retry-After"] = str(limit.retry_after)
        return response


def protection_fields(request: HttpRequest, phone: str = "") -> dict[str, Any]:
    """Return what `web/_form_protection.html` draws; `phone` is called by who has no JavaScript."""
    return {
        "drawn_at": request.POST.get(DRAWN_AT) or stamp(),
        "honeypot": HONEYPOT,
        "altcha": proof_of_work.challenge(),
        "protection_phone": display_phone(phone),
        "protection_phone_link": "".join(sign for sign in phone if sign.isdigit() or sign == "+"),
    }


def stamp() -> str:
    """Return when the form is drawn, signed: it goes round by a hidden field."""
    return _signer().sign(str(int(time.time())))


def spam_reason(post: QueryDict) -> str:
    """Return why the form is asked once more, in words for a person, or an empty text."""
    if post.get(HONEYPOT):
        return _("Read your answers once more, then press the button again.")
    if _too_quick(post.get(DRAWN_AT, "")):
        return _("That was very quick. Read your answers once more, then press the button again.")
    if not proof_of_work.is_solved(post.get(proof_of_work.FIELD, "")):
        return _("Your browser has not finished a small check. Wait a moment, then press the button again.")
    return ""


def check_form_limits(
    request: HttpRequest,
    contact: dict[str, Any],
    *,
    scope: str,
    per_address: int,
    per_contact: int,
    others: Iterable[Limit] = (),
) -> None:
    """Count this attempt in the scopes that begin with `scope`, and in `others`.

    Raises TooManyRequests when too many came in an hour from the address of the network or from one
    contact (`email`, `phone`). The limit per address is wide: everybody at a library comes from one.
    """
    limits = [Limit(f"{scope}.address", request.META.get("REMOTE_ADDR", ""), per_address), *others]
    # Without the case: most servers deliver « CLAUDE@… » to Claude.
    reaches = {contact.get("email", "").lower(), contact.get("phone", "")} - {""}
    limits += [Limit(f"{scope}.contact", reach, per_contact) for reach in reaches]
    check_all(limits, HOUR)


def is_too_large(request: HttpRequest, *, files: int, most: int) -> bool:
    """Tell whether the body announces more than `files` files of `most` bytes and a form.

    A body without its length is empty to the server's interface (PEP 3333), so none goes unseen.
    """
    try:
        announced = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        return True
    return announced > files * most + BESIDES_FILES


def too_large_message(most: int) -> str:
    """Return the sentence that says how large a file may be."""
    return _("This file is too large: %(most)d MB at most.") % {"most": most // 1_000_000}


def _too_quick(stamped: str) -> bool:
    least = get_conf()["SECONDS_TO_FILL_A_FORM"]
    if not least:
        return False
    try:
        drawn_at = int(_signer().unsign(stamped))
    except (BadSignature, ValueError):
        return True
    # One of the future was drawn while the clock was ahead: nobody would pass until it is there again.
    return drawn_at - SKEW < time.time() < drawn_at + least


def _signer() -> Signer:
    # The salt of the first form that had a stamp: one that was opened before an upgrade still posts.
    return Signer(salt="maillage.bookings.form")
