"""Give a person all that is kept about them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from maillage.privacy.contacts import ContactError
from maillage.privacy.services import export_person

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`manage.py export_person WHO`: JSON on the standard output."""

    help = "Print as JSON all that is kept about a person."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Accept an e-mail address, a phone number or a reference."""
        parser.add_argument(
            "contact", metavar="WHO", help="E-mail address, phone number, or reference of a registration."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what every plugin exports."""
        try:
            exported = export_person(options["contact"])
        except ContactError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(exported, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
