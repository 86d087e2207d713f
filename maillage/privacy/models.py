"""How often somebody did something lately, without who."""

from django.db import models


class RateCount(models.Model):
    """Hits in one window of time. `who` is a keyed hash: nobody can be read from it."""

    scope = models.CharField(max_length=40)
    who = models.CharField(max_length=64)
    window_end = models.DateTimeField(db_index=True)
    hits = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "who", "window_end"], name="rate_counted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.scope}: {self.hits}"
