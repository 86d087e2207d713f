"""What this app itself keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import Permission
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from .access import forget_old_access
from .ledger import AccessLedger
from .registry import PersonalData
from .throttle import forget_old_counts

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

AccessLedger().register_with_wagtail()


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


@hooks.register("register_personal_data")
def looks_at_lists() -> PersonalData:
    """Who looked at lists of people: about those who work here, never about those in the lists."""
    return PersonalData(
        label=_("Looks at lists of people"),
        find=lambda _query: [],
        export=lambda _query: [],
        erase=lambda _query: 0,
        expire=forget_old_access,
    )


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    """Offer the reading of the log on the screen of a group."""
    return Permission.objects.filter(content_type__app_label="privacy", codename="view_accessrecord")
