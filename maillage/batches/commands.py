"""What the import commands of the plugins share: the file, the progress, the refusals, the last line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console

from maillage.batches.models import BatchStatus
from maillage.batches.running import run_import
from maillage.batches.tally import Tally

if TYPE_CHECKING:
    from maillage.batches.importers import Importer
    from maillage.places.models import Organization


def import_file(
    command: BaseCommand,
    importer: Importer,
    path: str,
    *,
    organization: Organization | None = None,
    dry_run: bool = False,
) -> Tally:
    """Import `path` for a management command, and print the refused rows, then the counts last.

    Progress goes to the error output, and only to a terminal. An interruption by the keyboard leaves
    nothing written: what was is taken back. Raises CommandError, the counts printed, when the file cannot
    be opened; exits with 1 when a row is refused.
    """
    console = Console(file=sys.stderr)
    words = {
        BatchStatus.CHECKING: _("%(rows)d rows checked"),
        BatchStatus.WRITING: _("%(rows)d rows written"),
    }
    try:
        with Path(path).open("rb") as binary, console.status("") as status:
            tally = run_import(
                importer,
                binary,
                organization=organization,
                dry_run=dry_run,
                name=Path(path).name,
                progress=lambda what, rows: status.update(words[what] % {"rows": rows}),
            )
    except OSError as error:
        command.stdout.write(Tally().line())
        raise CommandError(_("This file cannot be read: %(path)s") % {"path": path}) from error
    for problem in tally.problems:
        command.stderr.write(_refusal(problem.row, problem.column, problem.message))
    if tally.rejected and not dry_run:
        command.stderr.write(_("Nothing was written. Correct these rows, then import the file again."))
    command.stdout.write(tally.line())
    if tally.rejected:
        sys.exit(1)
    return tally


def _refusal(row: int, column: str, message: str) -> str:
    if column:
        text = _("Row %(row)d, column %(column)s: %(message)s")
        return text % {"row": row, "column": column, "message": message}
    return _("Row %(row)d: %(message)s") % {"row": row, "message": message}
