"""Who looked at lists of people, or took them away: written by the screens, read by the network's team."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from wagtail import hooks

from .conf import get_conf
from .models import AccessRecord

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

BATCH = 500


def record_access(
    user: AbstractBaseUser | AnonymousUser,
    *,
    what: str,
    reference: str = "",
    rows: int,
    exported: bool = False,
    now: datetime | None = None,
) -> None:
    """Write that `user` saw the list `what` of the object `reference`, which held `rows` people.

    Looking again within the hour moves the same record on; each export (`exported`) is a record of
    its own. Neither `what` nor `reference` may hold anything personal.
    """
    now = now or timezone.now()
    seen = {"user": user if user.is_authenticated else None, "what": what, "reference": reference}
    hour = now.replace(minute=0, second=0, microsecond=0)
    if exported:
        AccessRecord.objects.create(**seen, hour=hour, exported=True, rows=rows, at=now)
        return
    again = AccessRecord.objects.filter(**seen, hour=hour, exported=False)
    if not again.update(rows=rows, at=now):
        AccessRecord.objects.get_or_create(
            **seen, hour=hour, exported=False, defaults={"rows": rows, "at": now}
        )


def access_labels() -> dict[str, str]:
    """Return the words for the codes of lists, from the hook `register_access_labels`."""
    labels: dict[str, str] = {}
    for register in hooks.get_hooks("register_access_labels"):
        labels.update(register())
    return labels


def forget_old_access(today: date) -> int:
    """Remove a batch of the records that are older than what is kept on `today`; return how many."""
    days = timedelta(days=get_conf()["ACCESS_KEEP_DAYS"])
    oldest = timezone.make_aware(datetime.combine(today, time.min)) - days
    ids = list(AccessRecord.objects.filter(at__lt=oldest).order_by("pk").values_list("pk", flat=True)[:BATCH])
    return AccessRecord.objects.filter(pk__in=ids).delete()[0]
