"""A migration of tomorrow, run as `manage.py migrate` runs it: its signals around its operations."""

from __future__ import annotations

import json

from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import DatabaseError, connection, models, transaction

from equipment.db_triggers.errors import trigger_refusal
from equipment.db_triggers.install import missing
from equipment.models import Component, DataProof, Evidence, EvidenceFormat, LedgerEntry, Machine
from equipment.services.evidence import evidence_of, tell
from equipment.services.inventory import Importing, import_inventory
from tests.equipment.evidence_samples import document, raw
from tests.equipment.factories import make_machine, make_workshop, ready_machine

# Before a doubt was a fact about a file.
BEFORE = "0008_a_disk_typed_by_mistake"

WIDENED = ((Machine, "maker"), (LedgerEntry, "reason"), (Component, "maker"))


def alter_tables() -> None:
    """Widen a column of each table; print as JSON which tables, and what then guards them."""
    make_machine(make_workshop())
    emit_pre_migrate_signal(verbosity=0, interactive=False, db="default")
    altered = [_widen(model, column) for model, column in WIDENED]
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    told = {"altered": altered, "missing": missing("default"), "refused": _what_refuses_an_update()}
    print(json.dumps(told))  # noqa: T201


def upgrade() -> None:
    """Import as before the readers saw more, migrate, and print as JSON what is then in doubt."""
    workshop = make_workshop()
    hidden, seen = ready_machine(workshop), make_machine(workshop)
    file = raw(json.dumps(document("glpi-desktop.json")))
    import_inventory(file, Importing(workshop, tag=seen.tag))
    spoiled = raw(json.dumps(document("lshw-laptop.json")))
    with evidence_of(spoiled, EvidenceFormat.LSHW_JSON, workshop) as evidence:
        tell(evidence, "matched", machine=hidden)
    call_command("migrate", "equipment", BEFORE, verbosity=0)
    ledger = LedgerEntry.objects.count(), DataProof.objects.count()
    call_command("migrate", verbosity=0)
    told = {
        "doubtful": sorted(Machine.objects.doubtful().values_list("pk", flat=True)) == [hidden.pk],
        "gaps": list(Evidence.objects.in_doubt().values_list("gaps", flat=True)),
        "available": hidden in Machine.objects.available(),
        "written": (LedgerEntry.objects.count(), DataProof.objects.count()) != ledger,
        "missing": missing("default"),
    }
    print(json.dumps(told))  # noqa: T201


def _widen(model: type[models.Model], column: str) -> str:
    old = model._meta.get_field(column)
    new = old.clone()
    new.max_length = old.max_length + 1
    new.set_attributes_from_name(column)
    new.model = model
    with connection.schema_editor() as editor:
        editor.alter_field(model, old, new)
    return model._meta.db_table


def _what_refuses_an_update() -> str:
    try:
        with transaction.atomic():
            LedgerEntry.objects.update(reason="other")
    except DatabaseError as error:
        return trigger_refusal(error).code
    return ""
