"""What the two import commands share: whose files they are, one answer a file, JSON or words."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count
from django.utils.translation import gettext as _

from equipment.conf import get_conf
from equipment.evidence.findings import EvidenceRefused
from equipment.evidence.reading import RawFile, read_path
from equipment.services.inventory import Importing
from maillage.places.models import Organization

Row = dict[str, Any]


class EvidenceCommand(BaseCommand):
    """Imports files one by one: each is a transaction of its own, and has its answer.

    The exit code is 0 when every file has its answer, refusals included: they are in the list. A wrong
    option is the only error.
    """

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the files, and what they do not say themselves."""
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--json", action="store_true", help="print a list in JSON, for a script")
        parser.add_argument("--organization", default="", metavar="SLUG", help="whose machines these are")
        parser.add_argument(
            "--machine", default="", metavar="TAG", help="the machine that the files are about"
        )
        parser.add_argument(
            "--moves",
            action="store_true",
            help="a disk that is known in another machine was put in the one that the file is about",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import the files and print what became of each."""
        asked = Importing(
            organization=organization_of(options["organization"]),
            tag=options["machine"],
            anyones=not options["organization"],
            moves=options["moves"],
        )
        rows = [row for name in options["files"] for row in self.rows_of(name, asked)]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
            return
        for row in rows:
            self.stdout.write(self.in_words(row))

    def rows_of(self, name: str, asked: Importing) -> list[Row]:
        """Return the answers about one file."""
        # A name that is no text for the terminal must not stop the list.
        shown = name.encode("utf-8", "replace").decode()
        try:
            file = read_path(Path(name))
        except EvidenceRefused as refusal:
            return [{"file": shown, **self.refused(str(refusal))}]
        return [{"file": shown, **row} for row in self.import_one(file, asked)]

    def import_one(self, file: RawFile, asked: Importing) -> Iterable[Row]:
        """Import one file that was read; the command says how."""
        raise NotImplementedError

    def refused(self, reason: str) -> Row:
        """Return the answer about a file that could not be read."""
        raise NotImplementedError

    def in_words(self, row: Row) -> str:
        """Return one answer as a line for people."""
        words = OUTCOMES[row["outcome"]]()
        about = row.get("tag") or row.get("device") or ""
        return " ".join(filter(None, [f"{row['file']}:", words, about, row["reason"]]))


def organization_of(slug: str) -> Organization | None:
    """Return the organisation named, else that of the settings, else the one with the most machines.

    None when the site has no organisation: each file then says so. Raises CommandError for a slug that
    nobody has.
    """
    slug = slug or get_conf()["ORGANIZATION"]
    if slug:
        found = Organization.objects.filter(slug=slug).first()
        if found is None:
            raise CommandError(_("No organisation has the address “%(slug)s”.") % {"slug": slug})
        return found
    return Organization.objects.annotate(many=Count("machines")).order_by("-many", "pk").first()


OUTCOMES: dict[str, Callable[[], str]] = {
    "created": lambda: _("new machine"),
    "matched": lambda: _("noted"),
    "unchanged": lambda: _("nothing changed"),
    "refused": lambda: _("refused"),
}
