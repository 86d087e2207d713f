from django.db import migrations, models
import django.db.models.deletion

class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0005_a_message_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="call",
            name="broadcast",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="calls",
                to="bookings.broadcast",
            ),
        ),
        migrations.AddField(
            model_name="call",
            name="answer",
            field=models.CharField(
                blank=True,
                choices=[
                    ("accept", "They come"),
                    ("together", "They prefer to come all together"),
                    ("decline", "They do not come"),
                ],
                editable=False,
                max_length=10,
                verbose_name="answer",
            ),
        ),
        migrations.AddField(
            model_name="call",
            name="tries",
            field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="not reached"),
        ),
        migrations.AddField(
            model_name="call",
            name="tried_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="last tried on"),
        ),
        migrations.AddField(
            model_name="call",
            name="again_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="call again at"),
        ),
    ]
