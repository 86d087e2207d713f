"""What an import that did not end well has left, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import BatchStatus

if TYPE_CHECKING:
    from .models import Batch

# The preview of a file that is refused says so itself.
ENDED_EARLY = (BatchStatus.STOPPED, BatchStatus.FAILED, BatchStatus.LOST)


def what_stands(batch: Batch) -> str:
    """Return what was and what was not written of an import that ended early; empty for any other."""
    if batch.is_running or not (batch.taken_back or batch.status in ENDED_EARLY):
        return ""
    if not batch.written:
        return _("Nothing was written.")
    if not batch.left:
        return ngettext(
            "%(written)s row had been written, and was taken back: nothing of this file is left.",
            "%(written)s rows had been written, and were taken back: nothing of this file is left.",
            batch.written,
        ) % {"written": _number(batch.written)}
    return ngettext(
        "%(written)s rows had been written, and %(back)s were taken back. %(left)s row stays: somebody has "
        "completed or corrected it since.",
        "%(written)s rows had been written, and %(back)s were taken back. %(left)s rows stay: somebody has "
        "completed or corrected them since.",
        batch.left,
    ) % {
        "written": _number(batch.written),
        "back": _number(batch.taken_back),
        "left": _number(batch.left),
    }


def _number(count: int) -> str:
    return number_format(count, force_grouping=True)
