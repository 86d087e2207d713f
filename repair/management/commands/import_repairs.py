"""Import a file of the Open Repair Data Standard."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from maillage.batches.commands import import_file
from repair.imports import RepairImporter
from repair.models import DataProvider


class Command(BaseCommand):
    help = "Import repairs from a CSV file of the Open Repair Data Standard (0.1, 0.2.1 or 0.3)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="a table in CSV, UTF-8")
        parser.add_argument(
            "--provider", default="", help="whose repairs these are, whatever the column data_provider says"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        importer = RepairImporter(provider=_provider(options["provider"]))
        import_file(self, importer, options["file"], dry_run=options["dry_run"])


def _provider(name: str) -> str:
    """Return the name of the publisher, empty when none was given; raises CommandError."""
    name = name.strip()
    if name:
        try:
            DataProvider._meta.get_field("name").clean(name, None)
        except ValidationError as refusal:
            raise CommandError("--provider: " + " ".join(refusal.messages)) from refusal
    return name
