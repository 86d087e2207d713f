"""What is noted of a repair is written whole, once, and never over what somebody else noted."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from repair.categories import Category
from repair.errors import CannotChange, RecordChanged
from repair.models import KindTotal, RepairRecord, SheetState
from repair.outcomes import Barrier, Outcome, SafetyTest
from repair.services import queue
from repair.services.outcomes import Part, Step, record_outcome
from tests.repair.factories import make_fixer, make_sheet

pytestmark = pytest.mark.django_db

FIXED = {"category": Category.LAMP, "outcome": Outcome.FIXED, "safety_test": SafetyTest.PASSED}
STEPS = [Step(observation="Fil coupé", action="Fil changé", result="Elle éclaire")]


def save(sheet, values=FIXED, **options):
    return record_outcome(sheet, values=values, **{"client_key": uuid4(), **options})


def test_the_record_takes_from_the_sheet_what_is_known():
    sheet = make_sheet(item="Lampe de bureau", fault="N’éclaire plus")
    record = save(sheet)
    assert record.partner_product_category == "Lampe de bureau"
    assert record.problem == "N’éclaire plus"
    assert record.group_identifier == sheet.session.page.title
    assert record.event_date == sheet.session.local_start.date()
    assert record.provider.organization == sheet.session.organization


def test_several_volunteers_steps_and_parts_go_with_it():
    sheet = make_sheet()
    here = [make_fixer(sheet.session.organization) for _each in range(2)]
    record = save(sheet, fixers=here, steps=STEPS * 2, parts=[Part("Fil", "stock", 2)])
    assert list(record.fixers.all()) == here
    assert [step.position for step in record.steps.all()] == [0, 1]
    assert record.parts.get().quantity == 2


def test_a_save_sent_twice_is_one():
    sheet, key = make_sheet(), uuid4()
    first = save(sheet, client_key=key, steps=STEPS)
    again = save(sheet, client_key=key, steps=STEPS)
    assert again == first
    assert (RepairRecord.objects.count(), first.steps.count()) == (1, 1)


def test_a_save_that_comes_late_does_not_undo_a_newer_one():
    sheet, key = make_sheet(), uuid4()
    first = save(sheet, client_key=key)
    beyond = {**FIXED, "outcome": Outcome.END_OF_LIFE, "barrier": Barrier.WORN_OUT}
    save(sheet, beyond, seen=first.updated_at)
    save(sheet, client_key=key)
    first.refresh_from_db()
    assert first.outcome == Outcome.END_OF_LIFE


def test_what_somebody_else_saved_meanwhile_is_not_written_over():
    sheet = make_sheet()
    save(sheet, steps=STEPS)
    with pytest.raises(RecordChanged):
        save(sheet, {**FIXED, "outcome": Outcome.UNKNOWN})
    assert RepairRecord.objects.get().outcome == Outcome.FIXED


def test_an_unsafe_object_is_never_called_repaired():
    sheet = make_sheet()
    with pytest.raises(ValidationError, match="raté l’essai de sécurité"):
        save(sheet, {**FIXED, "safety_test": SafetyTest.FAILED}, ending=SheetState.DONE)
    sheet.refresh_from_db()
    assert (RepairRecord.objects.count(), sheet.state) == (0, SheetState.WAITING)


def test_the_figures_follow_at_once():
    save(make_sheet())
    total = KindTotal.objects.get()
    assert (total.category, total.outcome, total.records) == (Category.LAMP, Outcome.FIXED, 1)


@pytest.mark.parametrize("ending", [SheetState.DONE, SheetState.STAYS])
def test_the_queue_is_told_how_the_attempt_ends(ending):
    sheet = make_sheet()
    save(sheet, ending=ending)
    sheet.refresh_from_db()
    assert sheet.state == ending


def test_going_on_begins_the_repair():
    sheet = make_sheet()
    fixer = make_fixer(sheet.session.organization)
    save(sheet, fixers=[fixer])
    sheet.refresh_from_db()
    assert (sheet.state, list(sheet.fixers.all())) == (SheetState.IN_REPAIR, [fixer])


def test_what_was_handed_back_may_be_corrected_and_stays_handed_back():
    sheet = make_sheet()
    first = save(sheet, ending=SheetState.DONE)
    queue.hand_back(sheet)
    save(sheet, {**FIXED, "advice": "Détartrez-la."}, seen=first.updated_at, ending=SheetState.DONE)
    sheet.refresh_from_db()
    assert sheet.state == SheetState.HANDED_BACK
    assert RepairRecord.objects.get().advice == "Détartrez-la."


def test_nothing_is_written_for_somebody_who_left():
    sheet = make_sheet()
    queue.leave(sheet)
    with pytest.raises(CannotChange):
        save(sheet, ending=SheetState.DONE)
    assert not RepairRecord.objects.exists()


def test_an_object_named_after_its_owner_is_published_by_its_kind():
    record = save(make_sheet(item="Lampe de Mme Martin"))
    assert record.partner_product_category == "Lampe"


def test_a_second_attempt_follows_the_first_record():
    first = save(make_sheet())
    second = save(make_sheet(first.session, continues=first.sheet))
    assert second.previous == first
