"""What this app itself keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from .registry import PersonalData
from .throttle import forget_old_counts

if TYPE_CHECKING:
    from datetime import date


@hooks.register("register_personal_data")
def counts_of_requests() -> PersonalData:
    """Counts against abuse: nobody can be found in them, and each ends with its window."""
    return PersonalData(
        label=_("Counts against abuse"),
        find=lambda _query: [],
        export=lambda _query: [],
        erase=lambda _query: 0,
        expire=_expire,
    )


def _expire(today: date) -> int:
    return forget_old_counts(timezone.now())
