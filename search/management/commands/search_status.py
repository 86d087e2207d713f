"""Compare what the search shows with the database, and mend it."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from search.status import NO_INDEX, repair, status

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from search.status import Drift, Status


SHOWN = 10


class Command(BaseCommand):
    """`manage.py search_status [--repair] [--json]`; it ends with an error while something differs."""

    help = "Compare the search indices with the database; --repair mends them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what to do and the form of the answer."""
        parser.add_argument("--repair", action="store_true", help="Mend what differs, then compare again.")
        parser.add_argument("--json", action="store_true", help="Print one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what differs."""
        found = status()
        if options["repair"] and not (found.is_right and not found.waiting):
            repair(found)
            found = status()
        self.stdout.write(_as_json(found) if options["json"] else _as_text(found))
        if not found.is_right:
            sys.exit(1)


def _as_json(found: Status) -> str:
    answer = {
        "right": found.is_right,
        "waiting": found.waiting,
        "errors": found.errors,
        "indices": [vars(drift) for drift in found.indices],
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _as_text(found: Status) -> str:
    lines = [line for drift in found.indices for line in _lines(drift)]
    lines.append(_("Changes that wait: %(count)d") % {"count": found.waiting})
    lines += [f"  {key}: {error}" for key, error in list(found.errors.items())[:SHOWN]]
    return "\n".join(lines)


def _lines(drift: Drift) -> list[str]:
    if drift.is_right:
        return [_("%(index)s: nothing differs") % {"index": drift.index}]
    if drift.problem:
        problem = _("there is no index") if drift.problem == NO_INDEX else drift.problem
        return [f"{drift.index}: {problem}"]
    more = len(drift.keys) - SHOWN
    return [
        f"{drift.index}: {', '.join(_counts(drift))}",
        *(f"  {key}" for key in drift.keys[:SHOWN]),
        *(
            [ngettext("  … and %(count)d more", "  … and %(count)d more", more) % {"count": more}]
            if more > 0
            else []
        ),
    ]


def _counts(drift: Drift) -> list[str]:
    missing, stale, extra = len(drift.missing), len(drift.stale), len(drift.extra)
    counted = (
        (missing, ngettext("%(count)d missing", "%(count)d missing", missing)),
        (stale, ngettext("%(count)d out of date", "%(count)d out of date", stale)),
        (extra, ngettext("%(count)d too many", "%(count)d too many", extra)),
    )
    return [words % {"count": count} for count, words in counted if count]
