"""A word that only one person typed, wherever they can type: once they are forgotten, it is nowhere."""

from __future__ import annotations

import logging
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from maillage.bookings.models import HeadCount, Registration, VolunteerTime
from maillage.bookings.services import cancel_session
from maillage.bookings.services.attendance import note_attendance, note_hours
from maillage.bookings.services.changes import merge_registrations
from maillage.bookings.services.notifications import send_broadcast
from maillage.bookings.services.registrations import register_walk_in
from maillage.privacy.services import erase_person, export_person
from tests.bookings.factories import enroll, make_page, make_session
from tests.bookings.questions import PERSON, ask, choice_of, name_of, page_that_asks
from tests.contracts.traces import traces_of
from tests.places.factories import make_editor, make_organization

pytestmark = pytest.mark.django_db

MARKER = "Zebulonia"
EMAIL = f"{MARKER}@maison.example"
PHONE = "+33639981234"
TYPED = {
    "text": f"un vélo de {MARKER}",
    "long_text": f"Bonjour,\r\n{MARKER} viendra.",
    "email": f"autre.{MARKER}@maison.example",
    "age": "12",
    "postal_code": "35580",
    "yes_no": "yes",
}


@pytest.fixture
def folders(settings, tmp_path):
    """Every folder that may hold something of somebody, empty at first."""
    kept = {name: tmp_path / name for name in ("private", "mail", "media")}
    for folder in kept.values():
        folder.mkdir()
    settings.MAILLAGE_PRIVACY = {"PRIVATE_FILES": str(kept["private"])}
    settings.MEDIA_ROOT = str(kept["media"])
    settings.EMAIL_BACKEND = "maillage.outbox.mailbox.ReadableFileBackend"
    settings.EMAIL_FILE_PATH = str(kept["mail"])
    return list(kept.values())


@pytest.fixture
def session():
    questions = [ask(kind, f"Question {kind} ?") for kind in TYPED]
    file, choices = ask("file", "Un dossier ?"), ask("choices", "Quels sujets ?", choices=("Photos", "Jeux"))
    page = page_that_asks(
        *questions,
        file,
        choices,
        seats_per_registration=4,
        names_of_group=True,
        guardian_below_age=18,
        asks_photo=True,
    )
    return make_session(page, capacity=9)


@pytest.fixture
def planted(client, session, folders, django_capture_on_commit_callbacks):
    """The registration of somebody who typed the marker in every box of the form, then came."""
    typed = {
        **PERSON,
        "name": MARKER,
        "email": EMAIL,
        "seats": "3",
        "companions": f"{MARKER} fille\r\n{MARKER} fils",
        "relay_name": f"Tante {MARKER}",
        "relay_role": "relative",
        "minor": "on",
        "guardian_name": f"Maman {MARKER}",
        "guardian_phone": "06 39 98 12 35",
        "emergency_note": f"{MARKER} : noix",
        "photo_allowed": "yes",
        **{name_of(f"Question {kind} ?"): value for kind, value in TYPED.items()},
        name_of("Quels sujets ?"): [choice_of("Quels sujets ?", "Jeux")],
        name_of("Un dossier ?"): SimpleUploadedFile(
            f"dossier-{MARKER}.pdf", f"%PDF-1.4\n{MARKER}".encode(), "application/pdf"
        ),
    }
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("bookings:register", args=[session.public_id]), typed)
    assert answer.status_code == 302, answer.context["form"].errors
    return Registration.objects.get(name=MARKER)


@pytest.fixture
def lived(planted, session, client, django_capture_on_commit_callbacks):
    """All that then happens around that registration: lists, a double, a message to all, calls, exports."""
    editor = make_editor(session.organization)
    client.force_login(editor)
    with django_capture_on_commit_callbacks(execute=True):
        double = enroll(session, f"{MARKER} double", email=EMAIL, phone=PHONE)
        merge_registrations(planted, double, user=editor)
        send_broadcast(
            session, statuses=["confirmed"], subject="Demain", body="Venez.", user=editor, key="demain"
        )
        note_attendance(session, planted.public_id, attendance="present")
    for name in ("bookings_registrations", "bookings_sheet", "bookings_check_in"):
        assert client.get(reverse(name, args=[session.public_id])).status_code == 200
    exported = {"session": session.public_id, "what": "registrations", "format": "csv"}
    assert MARKER.encode() in b"".join(client.get(reverse("bookings_export"), exported).streaming_content)
    planted.refresh_from_db()
    return planted


def test_the_word_is_everywhere_before(lived, folders):
    found = traces_of(MARKER, folders)
    columns = {f"bookings_registration.{name}" for name in ("name", "email", "companions", "relay_name")} | {
        "bookings_answer.value",
        "bookings_answerfile.original_name",
        "bookings_guardian.name",
        "bookings_guardian.emergency_note",
        "private/.pdf",
        "mail/.txt",
    }
    assert columns <= found


@pytest.mark.parametrize("query", [EMAIL.upper(), "06 39 98 12 34", "06 39 98 12 35", "reference"])
def test_an_erased_person_is_nowhere(lived, folders, query, caplog, django_capture_on_commit_callbacks):
    query = lived.spoken_reference.lower() if query == "reference" else query
    with caplog.at_level(logging.INFO), django_capture_on_commit_callbacks(execute=True):
        erase_person(query)

    assert traces_of(MARKER, folders) == set()
    assert MARKER.casefold() not in caplog.text.casefold()


def test_a_person_whose_time_has_come_is_nowhere(lived, folders, caplog, django_capture_on_commit_callbacks):
    yesterday = timezone.localdate() - timedelta(days=1)
    for rows in (Registration.objects, lived.given_answers):
        rows.update(expires_on=yesterday)
    with caplog.at_level(logging.INFO), django_capture_on_commit_callbacks(execute=True):
        call_command("anonymize", stdout=StringIO())

    assert traces_of(MARKER, folders) == set()
    assert MARKER.casefold() not in caplog.text.casefold()


def test_nothing_that_a_person_does_is_logged_with_their_name(
    client, session, folders, caplog, request, django_capture_on_commit_callbacks
):
    with caplog.at_level(logging.INFO):
        request.getfixturevalue("lived")
    assert MARKER.casefold() not in caplog.text.casefold()


def test_the_export_gives_back_all_that_was_typed(lived):
    given = str(export_person(EMAIL))
    for words in (*TYPED.values(), f"{MARKER} fils", f"Maman {MARKER}", f"{MARKER} : noix", "Jeux"):
        expected = "True" if words == "yes" else words
        assert expected.replace("\r\n", "\\r\\n") in given
    assert f"dossier-{MARKER}.pdf" in given


def test_a_cancelled_date_with_calls_to_make_leaves_nothing_either(
    lived, session, folders, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        cancel_session(session, reason="Neige")
        erase_person(EMAIL)
    assert traces_of(MARKER, folders) == set()


def test_visitors_and_volunteers_who_gave_a_name_alone_end_with_their_date(session, folders):
    register_walk_in(session, name=MARKER)
    note_hours(session, minutes=60, first_name=MARKER)
    Registration.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    type(session).objects.filter(pk=session.pk).update(
        start=timezone.now() - timedelta(days=90), end=timezone.now() - timedelta(days=89)
    )
    call_command("anonymize", stdout=StringIO())
    assert traces_of(MARKER, folders) == set()
    assert VolunteerTime.objects.get().minutes == 60


def test_a_visitor_without_any_contact_is_erased_by_the_reference(session, folders):
    visitor = register_walk_in(session, name=MARKER)
    erase_person(visitor.spoken_reference)
    assert traces_of(MARKER, folders) == set()


def test_the_reference_finds_the_person_beside_others_and_leaves_these_whole(session, folders):
    own = enroll(session, MARKER, email="", phone=PHONE)
    bob = enroll(session, "Bob", email="bob@maison.example", seats=3)
    carl = enroll(session, "Carl", email="", phone=PHONE)
    Registration.objects.filter(pk=bob.pk).update(companions=[f" {MARKER.upper()}", "Dora"])
    Registration.objects.filter(pk=carl.pk).update(relay_name=MARKER, relay_role="other")

    given = export_person(own.reference)["Inscriptions"]
    erase_person(own.reference)

    assert len(given) == 3
    assert traces_of(MARKER, folders) == set()
    assert Registration.objects.get(pk=bob.pk).companions == ["Dora"]
    carl.refresh_from_db()
    assert (carl.name, carl.phone, carl.relay_role, carl.status) == ("Carl", "", "", "confirmed")


def test_somebody_of_the_same_name_in_another_association_stays(session):
    own = enroll(session, MARKER)
    elsewhere = enroll(make_session(make_page(make_organization("La Vilaine Bidouille"))), "Bob")
    Registration.objects.filter(pk=elsewhere.pk).update(companions=[MARKER])
    erase_person(own.reference)
    assert Registration.objects.get(pk=elsewhere.pk).companions == [MARKER]


@pytest.mark.parametrize("way", ["erase", "anonymize"])
def test_what_the_answers_add_up_to_outlives_them(lived, session, way):
    type(session).objects.filter(pk=session.pk).update(
        start=timezone.now() - timedelta(days=3), end=timezone.now() - timedelta(days=3, hours=-2)
    )
    if way == "erase":
        erase_person(EMAIL)
    else:
        lived.given_answers.update(expires_on=timezone.localdate() - timedelta(days=1))
        call_command("anonymize", stdout=StringIO())
    kept = dict(HeadCount.objects.values_list("category", "count"))
    assert kept == {"total": 3, "age": 1, "commune": 1, "first_visit": 1}
    assert Registration.objects.get(pk=lived.pk).status == "confirmed"


def test_a_trial_run_removes_no_file(lived, folders, django_capture_on_commit_callbacks):
    Registration.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    before = traces_of(MARKER, folders)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("anonymize", "--dry-run", stdout=StringIO())
    assert traces_of(MARKER, folders) == before
