"""What changed and does not show yet: the search's own list of things to do."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class ChangeTarget(models.TextChoices):
    """What has to follow a change."""

    DOCUMENT = "document", "document"
    ENGINE = "engine", "engine"


class IndexChange(models.Model):
    """One row that changed. Written with the change, in its transaction; removed once it shows.

    Rows are only ever added, so that no change waits for another one's lock. `key` is a document's
    key (« page:12 ») for DOCUMENT; for ENGINE, the label of what has an index there and its primary
    key (« search.searchdocument:7 », « wagtailcore.page:12 »).
    """

    target = models.CharField(max_length=10, choices=ChangeTarget)
    key = models.CharField(max_length=120)
    noted_at = models.DateTimeField(default=timezone.now)
    try_after = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    # What the last attempt said; empty before the first one.
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "index change"
        ordering = ["pk"]
        indexes = [models.Index(fields=["target", "try_after"], name="index_change_due")]

    def __str__(self) -> str:
        return f"{self.target} {self.key}"
