"""Every inventory kept is in doubt until today's readers have looked at it: `services/rereading.py`.

Nothing else is written: no row of the ledger, no finding.
"""

from django.db import migrations

INVENTORIES = ("lshw-json", "lshw-xml", "glpi", "workbench")


def mark_unread(apps, schema_editor):
    kept = apps.get_model("equipment", "Evidence").objects.using(schema_editor.connection.alias)
    kept.filter(format__in=INVENTORIES, machine__isnull=False, readers_version=0).update(gaps="unread")


def unmark(apps, schema_editor):
    kept = apps.get_model("equipment", "Evidence").objects.using(schema_editor.connection.alias)
    kept.filter(gaps="unread").update(gaps="")


class Migration(migrations.Migration):
    dependencies = [("equipment", "0009_doubts_are_signed_for")]

    operations = [migrations.RunPython(mark_unread, unmark)]
