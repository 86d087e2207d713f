"""The end of the log: messages that are over leave it after a while."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from .conf import get_conf
from .models import Message, MessageStatus

BATCH = 500
OVER = (MessageStatus.SENT, MessageStatus.FAILED, MessageStatus.CANCELLED)


def forget_old_messages(today: date) -> int:
    """Remove a batch of messages that were over long before `today`; return how many."""
    oldest = timezone.make_aware(datetime.combine(today, time.min)) - timedelta(days=get_conf()["KEEP_DAYS"])
    old = Message.objects.filter(status__in=OVER, created_at__lt=oldest).order_by("pk")
    ids = list(old.values_list("pk", flat=True)[:BATCH])
    return Message.objects.filter(pk__in=ids).delete()[0]
