"""Print the register of processing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from maillage.privacy.registry import as_text


class Command(BaseCommand):
    """`manage.py privacy_register > registre.txt`: what the plugins keep and until when, as plain text."""

    help = "Print the register of processing (GDPR, article 30)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it."""
        self.stdout.write(as_text())
