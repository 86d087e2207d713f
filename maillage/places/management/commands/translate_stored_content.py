"""Put in French what a site stored in English before its translations were there."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from maillage.places.signals import name_permissions
from maillage.places.stored_words import PERSON, TAKEN, StoredText, translate_stored_words

REASONS = {
    PERSON: gettext_lazy("kept: somebody has revised it since"),
    TAKEN: gettext_lazy("kept: something else has this name already"),
}


class Command(BaseCommand):
    """Run it once, with --dry-run first; again, it changes nothing."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what the command takes."""
        parser.add_argument(
            "--dry-run", action="store_true", help=_("Write nothing: only say what would change.")
        )

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        """Translate, and say each change on a line."""
        found = translate_stored_words(dry_run=dry_run)
        if not dry_run:
            for app in apps.get_app_configs():
                name_permissions(app)
        for text in found:
            self.stdout.write(_line(text))
        done = sum(not text.kept_because for text in found)
        self.stdout.write(_outcome(done, dry_run=dry_run))


def _line(text: StoredText) -> str:
    what = text.row._meta.verbose_name
    line = _("%(what)s: “%(before)s” → “%(after)s”") % {
        "what": str(what).capitalize(),
        "before": text.before,
        "after": text.after,
    }
    return f"{line} ({REASONS[text.kept_because]})" if text.kept_because else line


def _outcome(done: int, *, dry_run: bool) -> str:
    if not done:
        return _("Nothing to translate: what the site has stored is in its language.")
    if dry_run:
        sentence = ngettext("%(count)d text would change.", "%(count)d texts would change.", done)
    else:
        sentence = ngettext("%(count)d text changed.", "%(count)d texts changed.", done)
    return sentence % {"count": done}
