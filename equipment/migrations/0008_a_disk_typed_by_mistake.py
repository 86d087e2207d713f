from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("equipment", "0007_lists_of_disks"),
    ]

    operations = [
        migrations.AlterField(
            model_name="componentmove",
            name="whereabouts",
            field=models.CharField(
                choices=[
                    ("in_machine", "In a machine"),
                    ("on_shelf", "On the shelf"),
                    ("out", "Left the workshop"),
                    ("nowhere", "Typed by mistake: it does not exist"),
                ],
                max_length=10,
            ),
        ),
    ]
