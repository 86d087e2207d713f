"""Write the repairs as a file of the Open Repair Data Standard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from repair.exports import exported_records, write_to


class Command(BaseCommand):
    help = "Write the repairs to a CSV file of the Open Repair Data Standard 0.3."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", required=True, help="the file to write; it is replaced when complete")
        parser.add_argument("--provider", default="", help="the repairs of this publisher only")

    def handle(self, *args: Any, **options: Any) -> None:
        records = exported_records(options["provider"])
        try:
            count = write_to(Path(options["out"]), records)
        except OSError as error:
            message = _("This file cannot be written: %(path)s") % {"path": options["out"]}
            raise CommandError(message) from error
        withheld = records.with_words_to_read().count()
        if withheld:
            self.stderr.write(
                ngettext(
                    "%(count)d text that may name somebody was left out. Read it again in the admin.",
                    "%(count)d texts that may name somebody were left out. Read them again in the admin.",
                    withheld,
                )
                % {"count": withheld}
            )
        self.stdout.write(f"created={count} updated=0 unchanged=0 rejected=0")
