"""Forget a person who asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from maillage.privacy.contacts import ContactError
from maillage.privacy.services import erase_person, find_person

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`manage.py erase_person WHO`: shows what it found, asks, then forgets."""

    help = "Forget a person everywhere, after asking."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Accept an e-mail address, a phone number or a reference, and --yes."""
        parser.add_argument(
            "contact", metavar="WHO", help="E-mail address, phone number, or reference of a registration."
        )
        parser.add_argument("--yes", action="store_true", help="Do not ask.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what is known, ask, erase, and say what was erased."""
        try:
            found = find_person(options["contact"])
        except ContactError as error:
            raise CommandError(str(error)) from error
        if not found:
            self.stdout.write(_("Nothing is kept about this person."))
            return
        for label, references in found.items():
            self._say(label, ", ".join(references))
        if not options["yes"] and not self._agrees():
            self.stdout.write(_("Nothing was changed."))
            return
        for label, count in erase_person(options["contact"]).items():
            self._say(label, str(count))

    def _say(self, label: str, value: str) -> None:
        self.stdout.write(_("%(label)s: %(value)s") % {"label": label, "value": value})

    def _agrees(self) -> bool:
        word = _("erase")
        return input(_("Type « %(word)s » to erase for ever: ") % {"word": word}).strip().lower() == word
