"""Check-in: forms without a script, taps that a phone kept, walk-ins, the sheet."""

import json
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from maillage.bookings.models import Guardian, RegisteredDate, Registration, Session
from maillage.privacy.models import AccessRecord
from tests.places.factories import make_editor, make_organization

from .factories import enroll, make_page, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> Session:
    return make_session(make_page(make_organization("Les Mulots"), asks_photo=True), capacity=4)


@pytest.fixture
def editor(client, session):
    client.force_login(make_editor(session.organization))
    return client


def url(name: str, session: Session) -> str:
    return reverse(f"bookings_{name}", args=[session.public_id])


def tap(registration=None, **fields) -> dict:
    who = {"registration": str(registration.public_id)} if registration else {}
    return {"action": "attendance", "nonce": "n1", "age": 0, **who, **fields}


def send(client, session: Session, *taps) -> dict:
    answer = client.post(
        url("check_in_taps", session), json.dumps({"taps": taps}), content_type="application/json"
    )
    assert answer.status_code == 200
    return answer.json()


def test_a_tap_without_a_script_notes_who_is_here(editor, session) -> None:
    ana = enroll(session, "Ana", seats=2)
    fields = {**tap(ana, attendance="present"), "present_seats": "1"}
    page = editor.post(url("check_in", session), fields, follow=True).content.decode()
    assert RegisteredDate.objects.get().present_seats == 1
    assert "1 personne est là" in page


def test_a_walk_in_is_written_down_once_by_a_double_click(editor, session) -> None:
    fields = {"action": "walk_in", "nonce": "clic", "name": "", "seats": "1"}
    for _click in range(2):
        editor.post(url("check_in", session), fields)
    assert list(Registration.objects.values_list("name", flat=True)) == ["Visiteur 1"]


def test_a_full_date_warns_and_takes_the_walk_in(editor, session) -> None:
    enroll(session, "Ana", seats=4)
    assert "Cette date est complète" in editor.get(url("check_in", session)).content.decode()
    fields = {"action": "walk_in", "nonce": "n", "name": "Bob", "seats": "1"}
    page = editor.post(url("check_in", session), fields, follow=True).content.decode()
    assert "comptez les chaises" in page
    assert "Bob" in page


def test_a_payment_in_french_figures_is_in_the_box(editor, session) -> None:
    ana = enroll(session, "Ana")
    fields = {"action": "payment", "registration": ana.public_id, "amount": "2,50", "means": "Espèces"}
    page = editor.post(url("check_in", session), fields, follow=True).content.decode()
    assert RegisteredDate.objects.get().paid_amount == Decimal("2.50")
    assert "2,50 €" in page


@pytest.mark.parametrize("amount", ["beaucoup", "-2", "1e9", "NaN"])
def test_an_amount_that_means_nothing_is_refused_with_a_sentence(editor, session, amount) -> None:
    ana = enroll(session, "Ana")
    fields = {"action": "payment", "registration": ana.public_id, "amount": amount, "means": "Espèces"}
    assert 'class="note error"' in editor.post(url("check_in", session), fields, follow=True).content.decode()
    assert RegisteredDate.objects.get().paid_amount is None


def test_taps_are_noted_in_order_and_counted_once_when_sent_twice(editor, session) -> None:
    ana = enroll(session, "Ana")
    taps = [
        tap(ana, attendance="absent", age=9000, nonce="a"),
        tap(ana, attendance="present", age=5000, nonce="b"),
        tap(action="walk_in", name="", seats="2", age=3000, nonce="c"),
    ]
    for _time in range(2):
        answer = send(editor, session, *taps)
        assert answer["done"] == ["a", "b", "c"]
        assert answer["refused"] == []
    assert RegisteredDate.objects.get(registration=ana).attendance == "present"
    assert Registration.objects.count() == 2
    assert "Visiteur 1" in answer["html"]


def test_a_tap_says_how_long_ago_so_that_the_phones_clock_need_not_be_right(editor, session) -> None:
    ana = enroll(session, "Ana")
    send(editor, session, tap(ana, attendance="present", age=60_000))
    ago = timezone.now() - RegisteredDate.objects.get().attendance_at
    assert 59 < ago.total_seconds() < 120


def test_a_tap_that_is_refused_is_done_and_says_why(editor, session) -> None:
    ana = enroll(session, "Ana")
    Registration.objects.update(status="cancelled")
    answer = send(editor, session, tap(ana, attendance="present"), tap(action="dance"))
    assert answer["done"] == ["n1", "n1"]
    assert "n’est plus inscrite" in answer["refused"][0]["sentence"]


@pytest.mark.parametrize(
    "body", ["", "[]", '{"taps": 1}', '{"taps": [1]}', "\xff", '{"taps": [' + "{}," * 300 + "{}]}"]
)
def test_a_body_that_is_no_list_of_taps_is_a_bad_request(editor, session, body) -> None:
    answer = editor.post(url("check_in_taps", session), body, content_type="application/json")
    assert answer.status_code == 400


def test_who_answers_for_a_minor_is_on_the_phones_list(editor, session) -> None:
    leo, day = enroll(session, "Léo"), session.start.date()
    Guardian.objects.create(registration=leo, name="Anne", phone="+33639981234", expires_on=day)
    page = editor.get(url("check_in", session)).content.decode()
    assert "06 39 98 12 34" in page
    assert "Ne repart pas seul" in page


def test_the_list_costs_the_same_for_two_people_and_twenty(editor, session) -> None:
    Session.objects.update(capacity=None)
    session.refresh_from_db()
    costs = []
    for count in (2, 20):
        for number in range(count):
            enroll(session, f"Personne{count}-{number}")
        editor.get(url("check_in", session))
        with CaptureQueriesContext(connection) as queries:
            editor.get(url("check_in", session))
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_the_sheet_has_room_to_sign_and_opens_the_list_on_a_phone(editor, session) -> None:
    registration = enroll(session, "Ana")
    Registration.objects.filter(pk=registration.pk).update(photo_allowed=False)
    Session.objects.update(slot_minutes=30)
    RegisteredDate.objects.update(slot_start=session.start)
    page = editor.get(url("sheet", session)).content.decode()
    for word in ("Ana", "Signature", "Photo", "non", "Heure", "<svg"):
        assert word in page


def test_looking_at_the_people_of_a_date_is_written_down(editor, session) -> None:
    enroll(session, "Ana")
    for name in ("check_in", "sheet", "registrations"):
        editor.get(url(name, session))
    seen = AccessRecord.objects.order_by("what").values_list("what", "reference", "rows")
    assert list(seen) == [
        ("bookings.check_in", session.public_id, 1),
        ("bookings.registrations", session.public_id, 1),
        ("bookings.sheet", session.public_id, 1),
    ]


@pytest.fixture
def facilitator(client, session):
    user = get_user_model().objects.create_user("anim@maison.example", "secret")
    wanted = ["access_admin", "lead_session"]
    user.user_permissions.add(*Permission.objects.filter(codename__in=wanted))
    session.facilitators.add(user)
    client.force_login(user)
    return client


def test_a_facilitator_checks_in_the_people_of_their_own_date(facilitator, session) -> None:
    ana = enroll(session, "Ana")
    assert facilitator.get(url("sheet", session)).status_code == 200
    send(facilitator, session, tap(ana, attendance="present"))
    assert RegisteredDate.objects.get().attendance == "present"
    assert session.page.title in facilitator.get(reverse("bookings_led_dates")).content.decode()


def test_a_facilitator_sees_nothing_of_another_date_nor_any_contact(facilitator, session) -> None:
    enroll(session, "Ana", phone="+33639981234")
    other = make_session(session.page.specific)
    for name in ("check_in", "sheet", "check_in_taps", "led_date_cancel"):
        assert facilitator.post(url(name, other)).status_code in (404, 405)
    for name in ("registrations", "registration_add", "date_cancel", "date_move"):
        assert facilitator.get(url(name, session)).status_code in (302, 403, 404)
    assert "98 12 34" not in facilitator.get(url("check_in", session)).content.decode()
    menu = facilitator.get(reverse("bookings_led_dates")).content.decode()
    assert reverse("bookings_desk") not in menu


def test_a_facilitator_cancels_their_own_date_with_a_reason(facilitator, session) -> None:
    enroll(session, "Ana")
    cancel = url("led_date_cancel", session)
    assert "1 inscription" in facilitator.get(cancel).content.decode()
    assert facilitator.post(cancel, {"reason": ""}).status_code == 422
    facilitator.post(cancel, {"reason": "Animatrice malade"})
    session.refresh_from_db()
    assert (session.status, session.status_reason) == ("cancelled", "Animatrice malade")


def test_somebody_without_the_right_leads_nothing_even_when_named(client, session) -> None:
    user = get_user_model().objects.create_user("ancien@maison.example", "secret")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    session.facilitators.add(user)
    client.force_login(user)
    assert client.get(url("check_in", session)).status_code == 404
    assert client.get(reverse("bookings_led_dates")).status_code in (302, 403)


@pytest.mark.parametrize("name", ["check_in", "sheet"])
def test_another_association_and_a_stranger_see_nothing(client, session, name) -> None:
    enroll(session, "Ana")
    assert client.get(url(name, session)).status_code == 302
    client.force_login(make_editor(make_organization("Clic’n Puces")))
    assert client.get(url(name, session)).status_code == 404


def test_the_editor_of_an_association_that_helps_sees_who_comes_and_not_the_dates(client, session) -> None:
    helper = make_organization("Clic’n Puces")
    page = session.page.specific
    page.co_organizers.add(helper)
    page.save()
    enroll(session, "Ana")
    client.force_login(make_editor(helper))
    for name in ("registrations", "check_in", "sheet", "registration_add"):
        assert client.get(url(name, session)).status_code == 200
    for name in ("date_move", "date_cancel"):
        assert client.get(url(name, session)).status_code in (403, 404)
