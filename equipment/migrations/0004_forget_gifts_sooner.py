"""The name on a hand-over without a guarantee was kept as long as one with it."""

from datetime import timedelta

from django.db import migrations

from equipment.conf import get_conf


def forget_sooner(apps, schema_editor):
    """Bring forward the day of forgetting of what has no guarantee."""
    hand_overs = apps.get_model("equipment", "HandOver").objects.using(schema_editor.connection.alias)
    days = timedelta(days=get_conf()["HAND_OVER_KEPT_DAYS"])
    for row in hand_overs.filter(guaranteed_until=None, anonymized_at=None).iterator():
        if row.expires_on > row.on + days:
            hand_overs.filter(pk=row.pk).update(expires_on=row.on + days)


class Migration(migrations.Migration):
    dependencies = [("equipment", "0003_stock_page")]

    operations = [migrations.RunPython(forget_sooner, migrations.RunPython.noop)]
