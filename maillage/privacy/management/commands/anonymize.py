"""Forget the people whose time has come, in every plugin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.privacy.services import expire_all

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`manage.py anonymize [--dry-run]`: can be interrupted, and run again without harm."""

    help = "Forget the people whose time has come, in every plugin."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Accept --dry-run."""
        parser.add_argument("--dry-run", action="store_true", help="Count only, change nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run every expiry and say what each one did."""
        dry_run = options["dry_run"]
        for label, count in expire_all(timezone.localdate(), dry_run=dry_run):
            records = ngettext("%(count)d record", "%(count)d records", count) % {"count": count}
            self.stdout.write(_("%(label)s: %(records)s") % {"label": label, "records": records})
        if dry_run:
            self.stdout.write(_("Nothing was changed: this was a trial run."))
