"""An announced object is kept as long as its registration: the day is read there, and written once."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def copy_days_back(apps, schema_editor):
    """Write down again until when each object is kept, for the version before."""
    registrations = apps.get_model("bookings", "Registration").objects.filter(pk=OuterRef("registration"))
    announcements = apps.get_model("repair", "ItemAnnouncement").objects
    announcements.update(expires_on=Subquery(registrations.values("expires_on")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("repair", "0003_the_day"),
        ("bookings", "0005_a_message_once"),
    ]

    operations = [
        # Backwards, the column comes back empty, is filled, and asked for last.
        migrations.AlterField(
            model_name="itemannouncement",
            name="expires_on",
            field=models.DateField("kept until", db_index=True, editable=False, null=True),
        ),
        migrations.RunPython(migrations.RunPython.noop, copy_days_back),
        migrations.RemoveField(model_name="itemannouncement", name="expires_on"),
    ]
