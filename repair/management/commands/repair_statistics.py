"""Say what the repairs add up to."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from repair.impact import get_factors
from repair.models import RepairRecord
from repair.repair_rates import counts_of
from repair.statistics import Statistics, make_statistics


class Command(BaseCommand):
    help = "Count the repairs: outcomes, categories, barriers, rate of repair, impact and its factor set."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print an object in JSON, for a script")
        parser.add_argument("--provider", default="", help="the repairs of this publisher only")

    def handle(self, *args: Any, **options: Any) -> None:
        records = RepairRecord.objects.from_provider(options["provider"])
        statistics = make_statistics(counts_of(records), get_factors())
        if options["json"]:
            self.stdout.write(json.dumps(statistics.as_json(), ensure_ascii=False))
        else:
            self.stdout.write(_in_words(statistics))


def _in_words(statistics: Statistics) -> str:
    text = _(
        "%(records)d repairs noted, %(fixed)d objects repaired (%(covered)d with a factor).\n"
        "%(weight)s kg kept, %(co2e)s kg of CO₂e avoided (set %(factor_set)s)."
    )
    impact = statistics.impact
    return text % {
        "records": statistics.records,
        "fixed": impact.fixed,
        "covered": impact.covered,
        "weight": impact.weight_kg,
        "co2e": impact.co2e_kg,
        "factor_set": impact.factor_set,
    }
