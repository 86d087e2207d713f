"""Count the repairs anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from repair.totals import drift, rebuild_totals


class Command(BaseCommand):
    help = "Make the counts of repairs anew from the records, and say how many had drifted."

    def handle(self, *args: Any, **options: Any) -> None:
        drifted = drift()
        rebuild_totals()
        self.stdout.write(f"drifted={drifted}")
