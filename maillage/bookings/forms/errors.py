"""Answers that the transaction refuses after the form has taken them: somebody else was quicker."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.bookings.errors import BookingError


class AnswerRefused(BookingError):
    """One answer cannot be kept; `field` is the name of its form field. Nothing was written."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class ChoiceFull(AnswerRefused):
    """Others have taken the places of what was chosen."""

    def __init__(self, field: str, words: str, left: int) -> None:
        message = _("“%(answer)s” is full. Choose another answer.")
        if left:
            message = ngettext(
                "“%(answer)s” has only %(left)d place left. Choose another answer.",
                "“%(answer)s” has only %(left)d places left. Choose another answer.",
                left,
            )
        super().__init__(field, message % {"answer": words, "left": left})


class FileGone(AnswerRefused):
    """The token of a file is unknown, was used before, or has run out."""

    def __init__(self, field: str) -> None:
        super().__init__(field, _("This file is no longer there. Send it again."))
