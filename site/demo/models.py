"""What the demo has already written, so that it never writes it twice nor brings back what was deleted."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class DemoMark(models.Model):
    """One thing of the demo that exists, or existed: editors may have renamed, changed or deleted it."""

    key = models.CharField(max_length=80, unique=True, help_text="For example: workshop:first-steps.")
    row_id = models.BigIntegerField(null=True, help_text="The primary key of the row that was made.")
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.key
