"""An object that stays: its owner is reminded and forgotten in time, and it may serve somebody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail import hooks

from maillage.outbox.models import Message
from maillage.outbox.renderers import render
from maillage.places.items import ItemDestination, ReceivedItem
from repair.categories import Category
from repair.deposit_reminders import KIND
from repair.errors import CannotChange, DepositNotLate, DepositOver, NoSuchDestination
from repair.models import DepositSlip, OwnWay, SheetState
from repair.services import queue
from repair.services.deposits import collect, give_up, leave_object
from tests.repair.factories import make_sheet

pytestmark = pytest.mark.django_db

EMAIL = "claude@maison.example"


def leave(sheet=None, *, days=30, **fields):
    fields = {"name": "Claude", "email": EMAIL, **fields}
    day = timezone.localdate() + timedelta(days=days)
    return leave_object(sheet or make_sheet(), collect_before=day, **fields)


def late(**fields):
    slip = leave(**fields)
    past = {"left_on": timezone.localdate() - timedelta(days=40)}
    DepositSlip.objects.filter(pk=slip.pk).update(
        collect_before=timezone.localdate() - timedelta(days=1), **past
    )
    slip.refresh_from_db()
    return slip


@pytest.fixture
def workshop_stock():
    """A destination as another plugin registers one; it keeps what it received."""
    received = []

    def receive(item, user):
        received.append(item)
        return ReceivedItem(label="M-0042", url="/admin/stock/42/")

    stock = ItemDestination(key="stock", label="Le stock d’ordinateurs", receive=receive)
    with hooks.register_temporarily("register_item_destinations", lambda: [stock]):
        yield received


def test_the_object_stays_and_its_owner_is_written_down_for_a_time():
    slip = leave()
    assert slip.sheet.__class__.objects.get().state == SheetState.STAYS
    assert slip.expires_on == slip.collect_before + timedelta(days=30)


def test_the_owner_is_reminded_a_week_before_the_day():
    slip = leave()
    message = Message.objects.get(kind=KIND)
    assert timezone.localdate(message.not_before) == slip.collect_before - timedelta(days=7)
    email = render(KIND, message.params)
    assert email.to == EMAIL
    assert "Claude" not in str(message.params)


def test_a_short_delay_is_reminded_the_day_after():
    leave(days=3)
    reminded = timezone.localdate(Message.objects.get().not_before)
    assert reminded == timezone.localdate() + timedelta(days=1)


def test_a_phone_alone_is_called_by_the_team_where_no_text_message_leaves():
    leave(email="", phone="+33639981234")
    assert not Message.objects.exists()


def test_a_phone_alone_gets_a_text_message_where_they_are_on(settings):
    settings.MAILLAGE_OUTBOX = {"SMS_BACKEND": "maillage.outbox.sms.ConsoleBackend"}
    leave(email="", phone="+33639981234")
    message = Message.objects.get()
    text = render(KIND, message.params, channel="sms").text
    assert "fiche n° 1" in text


@pytest.mark.parametrize("end", ["collected", "given up", "another day"])
def test_a_reminder_that_makes_no_sense_any_more_does_not_leave(end):
    slip = leave()
    params = Message.objects.get().params
    if end == "collected":
        collect(slip)
    elif end == "given up":
        give_up(slip, way=OwnWay.PARTS, owner_agrees=True)
    else:
        leave(slip.sheet, days=60)
    assert render(KIND, params) is None


def test_a_slip_may_be_corrected():
    slip = leave()
    again = leave(slip.sheet, name="Claude Martin", days=60)
    assert (again.pk, DepositSlip.objects.get().name) == (slip.pk, "Claude Martin")


def test_what_is_collected_is_handed_back_once():
    slip = leave()
    first = collect(slip)
    assert collect(slip).collected_at == first.collected_at
    assert type(slip.sheet).objects.get().state == SheetState.HANDED_BACK


def test_the_name_of_who_came_back_ends_sooner():
    slip = collect(leave(days=300))
    assert slip.expires_on == timezone.localdate() + timedelta(days=30)


def test_an_object_that_left_does_not_stay_again():
    slip = collect(leave())
    with pytest.raises(DepositOver):
        leave(slip.sheet)


def test_an_object_that_was_handed_back_cannot_stay():
    sheet = make_sheet()
    queue.hand_back(queue.finish(sheet))
    with pytest.raises(CannotChange):
        leave(sheet)
    assert not DepositSlip.objects.exists()


def test_nothing_is_given_up_before_its_day_without_its_owner():
    slip = leave()
    with pytest.raises(DepositNotLate):
        give_up(slip, way=OwnWay.RECYCLED)
    slip.refresh_from_db()
    assert slip.is_waiting


def test_without_another_plugin_the_cafe_keeps_it_or_recycles_it():
    slip = give_up(late(), way=OwnWay.RECYCLED)
    assert slip.destination_words == "Porté au recyclage"


def test_another_plugin_receives_the_object_and_nothing_of_its_owner(workshop_stock):
    sheet = make_sheet(item="PC de bureau", category=Category.DESKTOP_COMPUTER)
    slip = give_up(late(sheet=sheet), way="stock")
    (item,) = workshop_stock
    assert item.reference == f"repair-{sheet.public_id}"
    assert (item.kind, item.may_hold_data) == ("Ordinateur de bureau", True)
    assert "Claude" not in str(item)
    assert (slip.destination_words, slip.destination_reference, slip.destination_url) == (
        "Le stock d’ordinateurs",
        "M-0042",
        "/admin/stock/42/",
    )


def test_a_destination_that_refuses_changes_nothing():
    def refuse(item, user):
        raise ValidationError("Le stock est plein.")

    full = ItemDestination(key="stock", label="Le stock", receive=refuse)
    slip = late()
    with (
        hooks.register_temporarily("register_item_destinations", lambda: [full]),
        pytest.raises(ValidationError, match="plein"),
    ):
        give_up(slip, way="stock")
    slip.refresh_from_db()
    assert (slip.is_waiting, slip.destination) == (True, "")


def test_a_destination_that_is_not_offered_is_refused():
    with pytest.raises(NoSuchDestination):
        give_up(late(), way="stock")


def test_an_object_is_given_up_once(workshop_stock):
    slip = late()
    give_up(slip, way="stock")
    with pytest.raises(DepositOver):
        give_up(slip, way="stock")
    assert len(workshop_stock) == 1
