"""The envelope of one public row, as every engine indexes it and as a result is drawn from it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone


class SearchDocument(models.Model):
    """What anybody may find of one page or one row. It is made again from the row, never edited."""

    key = models.CharField(max_length=120, unique=True)
    type = models.CharField(max_length=100)
    title = models.CharField(max_length=255)
    url = models.CharField(max_length=500)
    text = models.TextField(blank=True)
    excerpt = models.TextField(blank=True)
    facets = models.JSONField(default=dict)
    moments = models.JSONField(default=list)
    # Of all the above: two documents with the same digest need not be indexed twice.
    digest = models.CharField(max_length=40)
    changed_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "search document"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.key

    def as_body(self) -> dict[str, Any]:
        """Return what an index holds, with the names of `search/envelope.py`."""
        return {
            "key": self.key,
            "type": self.type,
            "title": self.title,
            "url": self.url,
            "text": self.text,
            "excerpt": self.excerpt,
            "facets": self.facets,
            "moments": self.moments,
            "digest": self.digest,
        }
