"""Write the demonstration: the network of the Pays de Redon, with dates that do not exist."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from demo.accounts import usable_accounts
from demo.build import STEPS
from demo.ledger import DemoRefused, Ledger, check_database
from demo.progress import progress_of, without_information
from maillage.bookings.errors import BookingError
from maillage.places.errors import PlacesError
from search.changes import settle


class Command(BaseCommand):
    """`manage.py demo`: run again, it adds only what was never there."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what the command takes."""
        parser.add_argument(
            "--force", action="store_true", help=_("Write even in a site that is not a demo.")
        )
        parser.add_argument("--no-progress", action="store_true", help=_("Print plain lines, without a bar."))

    def handle(self, *, force: bool, no_progress: bool, **options: Any) -> None:
        """Write what is missing, all or nothing."""
        try:
            with without_information(), transaction.atomic():
                ledger = self._write(force=force, no_progress=no_progress)
        except (DemoRefused, PlacesError, BookingError, ValidationError) as refusal:
            raise CommandError(str(refusal)) from refusal
        # Too much at once for what follows a commit by itself, and no worker may run yet.
        settle()
        if options["verbosity"]:
            self._report(ledger)

    def _write(self, *, force: bool, no_progress: bool) -> Ledger:
        ledger = Ledger()
        if not force:
            check_database(ledger)
        with progress_of(len(STEPS), self.stdout, plain=no_progress) as show:
            for step in STEPS:
                show(str(step.label))
                step.write(ledger)
        return ledger

    def _report(self, ledger: Ledger) -> None:
        if ledger.added:
            self.stdout.write(_("The demo is ready: its dates do not exist, and every page says so."))
        else:
            self.stdout.write(_("The demo was already there: nothing has changed."))
        for account in usable_accounts():
            self.stdout.write(f"  {account.role} : {account.email} / {account.password}")
