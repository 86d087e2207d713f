"""The desk and the queue in the admin: who may open them, what they note, what a phone sends later."""

import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from maillage.bookings.models import Session
from maillage.bookings.services import delete_session
from repair.categories import Category
from repair.models import HouseRules, IntakeSheet, SheetState
from repair.personal_data import expire
from repair.services import queue
from repair.services.announcements import forget_announcements
from repair.services.published import publish_rules
from tests.bookings.factories import make_session
from tests.places.factories import make_editor, make_organization
from tests.repair.factories import announce, make_cafe, make_date, make_fixer, make_sheet, make_skill

pytestmark = pytest.mark.django_db

SCREENS = ["intake", "queue"]


@pytest.fixture
def session():
    return make_date(make_cafe(make_organization("Les Mulots")), in_days=0)


@pytest.fixture
def phone(client, session):
    client.force_login(make_editor(session.organization))
    return client


def address(session, name="intake", *more):
    return reverse(f"repair_day:{name}", args=[session.public_id, *more])


def words(response):
    return " ".join(response.content.decode().split())


def note(phone, session, screen="intake", **fields):
    return phone.post(address(session, screen), fields)


def take_in(phone, session, item="Grille-pain", **fields):
    return note(phone, session, action="take_in", item=item, nonce=uuid.uuid4().hex, **fields)


def send(phone, session, *taps, screen="intake"):
    body = json.dumps({"taps": list(taps)})
    answer = phone.post(address(session, f"{screen}_taps"), body, content_type="application/json")
    assert answer.status_code == 200
    return answer.json()


def tap(**fields):
    return {"action": "take_in", "item": "Lampe", "nonce": uuid.uuid4().hex, "age": 0, **fields}


@pytest.mark.parametrize("screen", SCREENS)
def test_another_association_does_not_find_the_day(client, session, screen):
    client.force_login(make_editor(make_organization("La Vilaine Bidouille")))

    assert client.get(address(session, screen)).status_code == 404
    assert client.post(address(session, f"{screen}_taps"), {}).status_code == 404


@pytest.mark.parametrize("screen", SCREENS)
def test_the_right_to_run_the_day_is_asked(client, session, screen):
    editor = make_editor(session.organization)
    session.organization.group.permissions.remove(
        *session.organization.group.permissions.filter(codename="run_repair_day")
    )
    client.force_login(editor)

    assert client.get(address(session, screen)).status_code in (302, 403)


def test_a_workshop_has_no_desk_for_objects(phone, session):
    workshop = make_session()

    assert workshop.organization == session.organization
    assert phone.get(address(workshop)).status_code == 404


def test_an_object_gets_its_number_and_a_code_for_its_owner(phone, session):
    answer = take_in(phone, session, "Grille-pain", fault="Le levier remonte.")
    page = phone.get(answer.url.partition("#")[0])

    sheet = IntakeSheet.objects.get()
    assert (sheet.item, sheet.fault, sheet.category) == (
        "Grille-pain",
        "Le levier remonte.",
        Category.TOASTER,
    )
    assert page.context["given"] == [sheet]
    assert "<svg" in page.content.decode()


def test_the_form_has_at_most_five_fields(phone, session):
    publish_rules(HouseRules(organization=session.organization, text="On regarde avec vous."))

    form = phone.get(address(session)).context["form"]

    assert 0 < len(form.visible_fields()) <= 5
    assert not {"name", "phone", "email"} & set(form.fields)


def test_the_table_is_found_from_the_object(phone, session):
    sewing = make_skill()
    session.page.specific.skills.set([sewing])
    page = session.page.specific
    page.skills = [sewing]
    page.save()

    take_in(phone, session, "Pantalon")

    assert IntakeSheet.objects.get().skill == sewing


def test_a_form_without_an_object_is_drawn_again(phone, session):
    answer = take_in(phone, session, "", fault="Il fume.")

    assert answer.status_code == 422
    assert "Il fume." in words(answer)
    assert IntakeSheet.objects.count() == 0


def test_a_password_typed_in_the_fault_is_refused(phone, session):
    answer = take_in(phone, session, "Ordinateur portable", fault="Lent. Mot de passe : soleil12")

    assert answer.status_code == 422
    assert IntakeSheet.objects.count() == 0


def test_who_reads_the_rules_aloud_is_kept(phone, session):
    publish_rules(HouseRules(organization=session.organization, text="On regarde avec vous."))

    refused = take_in(phone, session)
    take_in(phone, session, agreement="read_aloud")

    sheet = IntakeSheet.objects.get()
    assert refused.status_code == 422
    assert sheet.rules_read_by.email == "editeur@les-mulots.example"


def test_one_tap_makes_a_sheet_of_an_announced_object(phone, session):
    announcement = announce(session, "Grille-pain")
    assert "Grille-pain" in words(phone.get(address(session)))

    note(phone, session, action="welcome", announcement=announcement.pk, nonce=uuid.uuid4().hex)

    assert IntakeSheet.objects.get().announcement == announcement
    assert phone.get(address(session)).context["announced"] == []


def test_what_a_phone_kept_is_taken_in_once(phone, session):
    kept = [tap(item="Lampe", age=60_000), tap(item="Pantalon")]

    first = send(phone, session, *kept)
    again = send(phone, session, *kept)

    assert first["done"] == again["done"] == [one["nonce"] for one in kept]
    assert list(IntakeSheet.objects.values_list("number", "item")) == [(1, "Lampe"), (2, "Pantalon")]


def test_a_sheet_typed_without_network_says_when(phone, session):
    send(phone, session, tap(age=60_000))

    assert (timezone.now() - IntakeSheet.objects.get().arrived_at).total_seconds() >= 60


def test_what_is_refused_says_which_one_and_why(phone, session):
    empty = tap(item="")

    answer = send(phone, session, empty, tap())

    assert [one["nonce"] for one in answer["refused"]] == [empty["nonce"]]
    assert "Écrivez ce que c’est" in answer["refused"][0]["sentence"]
    assert IntakeSheet.objects.count() == 1


def test_the_answer_shows_the_number_that_was_given(phone, session):
    make_sheet(session)

    assert "<svg" in send(phone, session, tap())["html"]


def test_next_calls_and_keeps_who_holds_the_phone(phone, session):
    fixer, sheet = make_fixer(session.organization), make_sheet(session)

    answer = note(phone, session, "queue", action="call", fixer=fixer.pk)

    sheet.refresh_from_db()
    assert sheet.state == SheetState.CALLED
    assert list(sheet.fixers.all()) == [fixer]
    assert f"fixer={fixer.pk}" in answer.url


def test_next_says_that_nobody_waits(phone, session):
    answer = phone.post(address(session, "queue"), {"action": "call"}, follow=True)

    assert "Personne n’attend pour cette table." in words(answer)


@pytest.mark.parametrize(
    ("action", "state"),
    [("start", "in_repair"), ("absent", "waiting"), ("leave", "left")],
)
def test_a_button_changes_what_was_called(phone, session, action, state):
    make_sheet(session)
    sheet = queue.call_next(session)

    note(phone, session, "queue", action=action, sheet=sheet.pk)

    sheet.refresh_from_db()
    assert sheet.state == state


def test_a_second_volunteer_helps(phone, session):
    one, two = (make_fixer(session.organization) for _volunteer in range(2))
    sheet = queue.start(make_sheet(session), fixers=[one])

    send(phone, session, tap(action="start", sheet=sheet.pk, fixer=two.pk), screen="queue")

    assert set(sheet.fixers.all()) == {one, two}


def test_a_volunteer_of_another_association_does_not_help_here(phone, session):
    stranger = make_fixer(make_organization("La Vilaine Bidouille"))
    sheet = make_sheet(session)

    send(phone, session, tap(action="start", sheet=sheet.pk, fixer=stranger.pk), screen="queue")

    assert list(sheet.fixers.all()) == []


def test_an_object_of_another_date_is_not_changed_here(phone, session):
    sheet = make_sheet(make_date(session.page.specific))

    answer = send(phone, session, tap(action="leave", sheet=sheet.pk), screen="queue")

    sheet.refresh_from_db()
    assert len(answer["refused"]) == 1
    assert sheet.state == SheetState.WAITING


def test_the_queue_asks_as_little_with_sixty_objects(phone, session):
    fixer = make_fixer(session.organization)
    queue.start(make_sheet(session, skill=make_skill()), fixers=[fixer])
    phone.get(address(session, "queue"))

    def count():
        with CaptureQueriesContext(connection) as captured:
            phone.get(address(session, "queue"))
        return len(captured)

    few = count()
    for _object in range(59):
        queue.start(make_sheet(session), fixers=[fixer])

    assert count() == few


def test_the_ticket_leads_to_the_page_of_the_object(phone, session):
    sheet = make_sheet(session)

    page = words(phone.get(address(session, "ticket", sheet.number)))

    assert reverse("repair:item", args=[sheet.public_id]) in page
    assert phone.get(address(session, "ticket", 99_999_999)).status_code == 404


def test_a_date_leads_to_its_desk_and_its_queue(phone, session):
    page = words(phone.get(reverse("bookings_registrations", args=[session.public_id])))

    assert address(session, "intake") in page
    assert address(session, "queue") in page


def test_the_first_screen_of_the_day_leads_there_too(phone, session):
    assert address(session, "intake") in words(phone.get("/admin/"))


def test_a_date_with_sheets_cannot_be_deleted_and_says_why(phone, session):
    make_sheet(session)

    answer = phone.post(
        reverse("bookings_date_cancel", args=[session.public_id]), {"delete": "1"}, follow=True
    )

    assert "fiches d’entrée" in words(answer)
    assert Session.objects.filter(pk=session.pk).exists()


def test_a_date_without_sheets_is_deleted(session):
    delete_session(session)

    assert not Session.objects.filter(pk=session.pk).exists()


def test_the_words_of_an_announced_object_leave_its_sheet_too(session):
    announcement = announce(session, "Le grille-pain de Zanzibar", category=Category.TOASTER)
    sheet = make_sheet(
        session, item="Le grille-pain de Zanzibar", fault="Zanzibar", announcement=announcement
    )

    forget_announcements([announcement])

    sheet.refresh_from_db()
    assert (sheet.item, sheet.fault) == ("Grille-pain", "")


@pytest.mark.parametrize(("days", "left"), [(59, "Il fume."), (61, "")])
def test_what_was_written_of_a_fault_ends_with_the_registrations(days, left):
    sheet = make_sheet(make_date(in_days=-days), fault="Il fume.")

    expire(timezone.localdate())

    sheet.refresh_from_db()
    assert (sheet.item, sheet.fault) == ("Lampe", left)
