"""The screens of the bench: a phone in one hand, a slip on paper, and nobody else's sheets."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from maillage.privacy.models import AccessRecord
from repair.categories import Category
from repair.models import DepositSlip, Professional, RepairRecord, SheetState
from repair.outcomes import Barrier, NextStep, Outcome, SafetyTest
from repair.services.deposits import leave_object
from repair.services.outcomes import record_outcome
from tests.places.factories import make_editor, make_organization
from tests.repair.factories import make_cafe, make_date, make_fixer, make_sheet

pytestmark = pytest.mark.django_db

EMPTY_ROWS = {f"{prefix}-{name}_FORMS": "0" for prefix in ("steps", "parts") for name in ("TOTAL", "INITIAL")}


@pytest.fixture
def sheet():
    return make_sheet(item="Lampe", category=Category.LAMP, fault="N’éclaire plus")


@pytest.fixture
def staff(client, sheet):
    client.force_login(make_editor(sheet.session.organization))
    return client


def address(sheet, name="sheet"):
    return reverse(f"repair_bench:{name}", args=[sheet.pk])


def typed(**fields):
    return {
        **EMPTY_ROWS,
        "client_key": str(uuid4()),
        "category": Category.LAMP,
        "outcome": Outcome.FIXED,
        "safety_test": SafetyTest.PASSED,
        **fields,
    }


def note(sheet, **values):
    usual = {"category": Category.LAMP, "outcome": Outcome.FIXED, "safety_test": SafetyTest.PASSED}
    return record_outcome(sheet, values={**usual, **values}, client_key=uuid4(), ending=SheetState.DONE)


def stay(sheet, **fields):
    day = timezone.localdate() + timedelta(days=30)
    return leave_object(
        sheet, name="Claude Zanzibar", email="claude@maison.example", collect_before=day, **fields
    )


def errors_of(answer):
    assert answer.status_code == 422
    return answer.content.decode()


def test_the_sheet_opens_with_what_is_known_and_writes_nothing(staff, sheet):
    make_fixer(sheet.session.organization, first_name="Awa")
    page = staff.get(address(sheet)).content.decode()
    assert "Fiche n° 1" in page
    assert "N’éclaire plus" in page
    assert "Awa" in page
    assert not RepairRecord.objects.exists()


def test_finishing_saves_everything_and_leads_to_the_slip(staff, sheet):
    fixer = make_fixer(sheet.session.organization)
    rows = {
        "steps-TOTAL_FORMS": "2",
        "steps-0-observation": "Fil coupé",
        "steps-0-action": "Fil changé",
        "parts-TOTAL_FORMS": "1",
        "parts-0-name": "Fil",
        "parts-0-source": "stock",
    }
    answer = staff.post(address(sheet), typed(then="done", fixers=[fixer.pk], **rows))
    assert answer.url == address(sheet, "slip")
    record = RepairRecord.objects.get()
    assert (record.steps.get().action, record.parts.get().quantity) == ("Fil changé", 1)
    sheet.refresh_from_db()
    assert sheet.state == SheetState.DONE


def test_an_emptied_step_is_taken_out(staff, sheet):
    rows = {"steps-TOTAL_FORMS": "1", "steps-0-action": "Fil changé"}
    staff.post(address(sheet), typed(**rows))
    seen = RepairRecord.objects.get().updated_at.isoformat()
    rows = {"steps-TOTAL_FORMS": "1", "steps-INITIAL_FORMS": "1", "steps-0-action": ""}
    staff.post(address(sheet), typed(seen=seen, **rows))
    assert not RepairRecord.objects.get().steps.exists()


def test_an_object_that_stays_leads_to_its_deposit_slip(staff, sheet):
    assert staff.post(address(sheet), typed(then="stays")).url == address(sheet, "deposit")


def test_what_the_choices_make_pointless_is_emptied(staff, sheet):
    pointless = {"barrier": Barrier.WORN_OUT, "next_step": NextStep.AT_HOME, "weight_grams": "300"}
    assert staff.post(address(sheet), typed(**pointless)).status_code == 302
    record = RepairRecord.objects.get()
    assert (record.barrier, record.next_step, record.weight_grams) == (None, "", None)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"outcome": Outcome.REPAIRABLE}, "Choisissez la suite."),
        ({"outcome": Outcome.END_OF_LIFE}, "Choisissez pourquoi il est irréparable."),
        ({"safety_test": ""}, "Dites si l’essai de sécurité a été fait"),
        ({"safety_test": SafetyTest.FAILED}, "choisissez un autre résultat"),
        ({"safety_test": SafetyTest.NOT_DONE}, "Tapez pourquoi"),
        ({"steps-TOTAL_FORMS": "1", "steps-0-action": "mdp : soleil"}, "On dirait un mot de passe"),
        ({"problem": "Mot de passe : soleil"}, "On dirait un mot de passe"),
        ({"parts-TOTAL_FORMS": "1", "parts-0-name": "Fil"}, "Choisissez d’où vient cette pièce."),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_saved(staff, sheet, fields, sentence):
    assert sentence in errors_of(staff.post(address(sheet), typed(**fields)))
    assert not RepairRecord.objects.exists()


def test_what_has_no_electricity_needs_no_safety_test(staff, sheet):
    assert staff.post(address(sheet), typed(category=Category.TEXTILE, safety_test="")).status_code == 302
    assert RepairRecord.objects.get().safety_test == SafetyTest.NOT_APPLICABLE


def test_a_computer_has_no_field_for_a_password(staff, sheet):
    laptop = make_sheet(sheet.session, category=Category.LAPTOP)
    page = staff.get(address(laptop)).content.decode().lower()
    assert 'type="password"' not in page
    assert 'name="password' not in page


def test_a_save_that_was_kept_on_the_phone_is_answered_in_json(staff, sheet):
    kept = typed(then="done")
    answers = [
        staff.post(address(sheet), kept, headers={"accept": "application/json"}) for _again in range(2)
    ]
    assert [answer.json() for answer in answers] == [{"next": address(sheet, "slip")}] * 2
    assert RepairRecord.objects.count() == 1


def test_what_was_kept_on_the_phone_ended_when_it_was_pressed(staff, sheet):
    type(sheet).objects.update(arrived_at=timezone.now() - timedelta(hours=3))
    staff.post(address(sheet), typed(then="done", age=2 * 60 * 60 * 1000))
    sheet.refresh_from_db()
    assert timezone.now() - sheet.ended_at > timedelta(minutes=119)


def test_a_save_over_somebody_elses_says_so(staff, sheet):
    note(sheet)
    answer = staff.post(address(sheet), typed(outcome=Outcome.UNKNOWN))
    assert answer.status_code == 409
    assert "Quelqu’un d’autre a enregistré cette fiche" in answer.content.decode()


@pytest.mark.parametrize("name", ["sheet", "slip"])
def test_an_unsafe_object_is_told_in_large_letters(staff, sheet, name):
    note(sheet, outcome=Outcome.UNKNOWN, safety_test=SafetyTest.FAILED)
    assert "NE PAS BRANCHER</strong>" in staff.get(address(sheet, name)).content.decode()


def test_the_slip_says_what_was_done_and_names_nobody(staff, sheet):
    fixer = make_fixer(sheet.session.organization, first_name="Soizic")
    note(sheet, advice="Détartrez-la tous les mois.").fixers.add(fixer)
    stay(sheet)
    page = staff.get(address(sheet, "slip")).content.decode()
    assert "Détartrez-la tous les mois." in page
    assert "Réparé" in page
    assert "Soizic" not in page
    assert "Zanzibar" not in page


def test_the_slip_of_what_is_not_repaired_lists_professionals(staff, sheet):
    Professional.objects.create(page=sheet.session.page.specific, name="Électro Vilaine", repairs="lampes")
    note(sheet, outcome=Outcome.REPAIRABLE, next_step=NextStep.PROFESSIONAL)
    assert "Électro Vilaine" in staff.get(address(sheet, "slip")).content.decode()


def test_handing_back_ends_the_way_of_the_object(staff, sheet):
    note(sheet)
    staff.post(address(sheet, "slip"))
    sheet.refresh_from_db()
    assert sheet.state == SheetState.HANDED_BACK


def test_handing_back_an_object_that_stayed_closes_its_slip(staff, sheet):
    stay(sheet)
    staff.post(address(sheet, "slip"))
    assert DepositSlip.objects.get().collected_at is not None


def test_a_deposit_asks_for_a_name_and_one_way_to_reach_them(staff, sheet):
    page = errors_of(staff.post(address(sheet, "deposit"), {"collect_before": "2026-01-01"}))
    for sentence in ("Tapez le nom", "Donnez un numéro de téléphone ou", "à partir de demain"):
        assert sentence in page


def test_a_deposit_slip_is_written_then_printed_and_that_is_noted(staff, sheet):
    day = timezone.localdate() + timedelta(days=10)
    sent = {"name": "Claude", "phone": "06 39 98 12 34", "collect_before": day.isoformat()}
    answer = staff.post(address(sheet, "deposit"), sent, follow=True)
    assert "06 39 98 12 34" in answer.content.decode()
    assert AccessRecord.objects.get().what == "repair.deposits"


def test_a_late_object_leads_the_list_and_leaves_by_a_button(staff, sheet):
    slip = stay(sheet)
    past = timezone.localdate() - timedelta(days=1)
    DepositSlip.objects.filter(pk=slip.pk).update(left_on=past, collect_before=past)
    assert "En retard" in staff.get(reverse("repair_bench:deposits")).content.decode()
    staff.post(address(sheet, "deposit_given_up"), {"way": "recycled"})
    assert "Porté au recyclage" in staff.get(reverse("repair_bench:deposits")).content.decode()


def test_an_object_given_up_too_early_is_refused_with_the_reason(staff, sheet):
    stay(sheet)
    answer = staff.post(address(sheet, "deposit_given_up"), {"way": "recycled"})
    assert answer.status_code == 409
    assert "Le jour du bon n’est pas passé" in answer.content.decode()


def test_an_earlier_sheet_is_found_by_number_and_day_and_followed(staff, sheet):
    past = make_date(sheet.session.page.specific, in_days=-30)
    earlier = make_sheet(past, item="La même lampe")
    asked = {"number": earlier.number, "day": past.local_start.date().isoformat()}
    assert "La même lampe" in staff.get(address(sheet, "follow"), asked).content.decode()
    staff.post(address(sheet, "follow"), {"earlier": earlier.pk})
    sheet.refresh_from_db()
    assert sheet.continues == earlier
    assert "Déjà vu" in staff.get(address(sheet)).content.decode()


def test_attempts_never_go_round_in_a_circle(staff, sheet):
    later = make_sheet(make_date(sheet.session.page.specific, in_days=30), continues=sheet)
    staff.post(address(sheet, "follow"), {"earlier": later.pk})
    sheet.refresh_from_db()
    assert sheet.continues is None


def test_another_associations_sheet_is_not_followed(staff, sheet):
    elsewhere = make_sheet(make_date(make_cafe(make_organization("La Vilaine"))))
    assert staff.post(address(sheet, "follow"), {"earlier": elsewhere.pk}).status_code == 404


@pytest.mark.parametrize(
    "name",
    ["sheet", "slip", "follow", "deposit", "deposit_slip", "deposit_collected", "deposit_given_up"],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_association_finds_none_of_it(client, sheet, name, method):
    stay(sheet)
    client.force_login(make_editor(make_organization("La Vilaine")))
    assert getattr(client, method)(address(sheet, name)).status_code in {404, 405}
    assert DepositSlip.objects.get().is_waiting


def test_another_association_sees_no_deposit(client, sheet):
    stay(sheet)
    client.force_login(make_editor(make_organization("La Vilaine")))
    assert "Zanzibar" not in client.get(reverse("repair_bench:deposits")).content.decode()
