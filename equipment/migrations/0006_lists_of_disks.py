"""Lists of disks (lsblk, nvme, smartctl) are read as inventories: the choices of a format name them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("equipment", "0005_name_of_a_ready_machine")]

    operations = [
        migrations.AlterField(
            model_name="evidence",
            name="format",
            field=models.CharField(
                choices=[
                    ("lshw-json", "Inventory lshw, JSON"),
                    ("lshw-xml", "Inventory lshw, XML"),
                    ("glpi", "Inventory GLPI, JSON"),
                    ("workbench", "Snapshot Workbench (DeviceHub)"),
                    ("lsblk", "List of disks lsblk, JSON"),
                    ("nvme", "List of disks nvme, JSON"),
                    ("smartctl", "Report smartctl, JSON"),
                    ("nwipe", "Log of nwipe"),
                    ("certificate", "Typed certificate"),
                    ("photo", "Photo of a destroyed disk"),
                    ("unknown", "Not recognised"),
                ],
                max_length=12,
                verbose_name="format",
            ),
        ),
    ]
