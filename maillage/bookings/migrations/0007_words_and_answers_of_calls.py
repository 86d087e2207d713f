from django.db import migrations

OFFER, BROADCAST = "bookings.seats_offered", "bookings.broadcast"


def give_calls_their_words(apps, _schema_editor):
    """Lead each call that stands for a message to everybody to that message: its key names it."""
    call = apps.get_model("bookings", "Call")
    known = set(apps.get_model("bookings", "Broadcast").objects.values_list("pk", flat=True))
    for row in call.objects.filter(kind=BROADCAST, broadcast=None).iterator():
        number = row.key.rpartition(":")[2]
        if number.isdecimal() and int(number) in known:
            row.broadcast_id = int(number)
            row.save(update_fields=["broadcast"])


def put_back_calls_without_an_answer(apps, _schema_editor):
    """Put on the list again the last call about each offer that still stands: ticked off, its answer was lost."""
    call = apps.get_model("bookings", "Call")
    ticked = call.objects.filter(kind=OFFER, registration__status="offered").exclude(done_at=None)
    last = {row.registration_id: row.pk for row in ticked.order_by("created_at", "pk")}
    waiting = call.objects.filter(kind=OFFER, done_at=None, registration__in=list(last))
    for registration in waiting.values_list("registration", flat=True):
        last.pop(registration, None)
    call.objects.filter(pk__in=list(last.values())).update(done_at=None, done_by=None)


class Migration(migrations.Migration):
    # Apart from the columns: PostgreSQL alters no table that has changed rows in the same transaction.
    dependencies = [
        ("bookings", "0006_what_came_of_a_call"),
    ]

    operations = [
        migrations.RunPython(give_calls_their_words, migrations.RunPython.noop),
        migrations.RunPython(put_back_calls_without_an_answer, migrations.RunPython.noop),
    ]
