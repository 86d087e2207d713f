"""Files that come with a registration: what is taken, where it lies, who may have it."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from maillage.bookings import personal_data
from maillage.bookings.conf import get_conf
from maillage.bookings.models import Answer, AnswerFile, Registration, Session
from maillage.privacy.models import AccessRecord
from tests.bookings.api_client import CAMILLE, SESSIONS, errors
from tests.bookings.api_client import post as register_by_api
from tests.bookings.factories import make_page, make_session
from tests.bookings.questions import PERSON, ask, name_of, page_that_asks
from tests.places.factories import make_editor, make_organization

pytestmark = pytest.mark.django_db

PHOTO = "Une photo de l’objet ?"
PDF = b"%PDF-1.7\n%%EOF\n"
FIELD = name_of(PHOTO)


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), **saved: Any) -> bytes:
    """A small picture, sideways and with the place where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "MARQUE-UNIQUE"
    exif.get_ifd(0x8825)[1] = "N"
    content = io.BytesIO()
    Image.new("RGB", size, "red").save(content, kind, exif=exif, **saved)
    return content.getvalue()


def date_that_asks_for_a_file(**fields: Any) -> Session:
    return make_session(page_that_asks(ask("file", PHOTO, **fields)), capacity=9)


def send(client: Any, session: Session, content: bytes, name: str = "objet.jpg") -> Any:
    upload = SimpleUploadedFile(name, content)
    return client.post(reverse("bookings:register", args=[session.public_id]), {**PERSON, FIELD: upload})


def send_by_api(client: Any, session: Session, content: bytes = PDF) -> Any:
    upload = SimpleUploadedFile("panne.pdf", content)
    return client.post(f"{SESSIONS}/{session.public_id}/files", {"file": upload})


@pytest.mark.parametrize(
    ("content", "ending"), [(PDF, ".pdf"), (picture(), ".jpg"), (picture("PNG"), ".png")]
)
def test_a_file_is_kept_under_a_name_that_tells_nothing(client: Any, content: bytes, ending: str) -> None:
    assert send(client, date_that_asks_for_a_file(), content, "Camille Le Goff.exe").status_code == 302
    kept = AnswerFile.objects.get()
    assert kept.answer.wording == PHOTO
    assert kept.original_name == f"Camille Le Goff{ending}"
    assert "Camille" not in kept.file.name
    assert kept.file.name.endswith(ending)


def test_a_picture_loses_where_and_with_what_it_was_taken_and_stands_upright(client: Any) -> None:
    send(client, date_that_asks_for_a_file(), picture())
    with AnswerFile.objects.get().file.open() as stored:
        content = stored.read()
    assert b"MARQUE-UNIQUE" not in content
    with Image.open(io.BytesIO(content)) as kept:
        assert not kept.getexif()
        assert kept.size == (20, 40)


@pytest.mark.parametrize(
    "content",
    [
        *(b"MZ\x90\x00", b"<html><script>", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a"),
        *(b"\xff\xd8\xff\xe0 cut", b"\x89PNG\r\n\x1a\n cut", b"PK\x03\x04", b" %PDF-"),
    ],
)
def test_what_is_no_pdf_and_no_picture_is_refused(client: Any, content: bytes) -> None:
    response = send(client, date_that_asks_for_a_file(), content, "objet.pdf")
    assert set(response.context["form"].errors) == {FIELD}
    assert not AnswerFile.objects.exists()
    assert not Registration.objects.exists()


def test_a_picture_of_too_many_points_is_not_opened(client: Any) -> None:
    huge = picture("PNG", size=(8_000, 7_000))
    assert send(client, date_that_asks_for_a_file(), huge, "carte.png").status_code == 422
    assert not AnswerFile.objects.exists()


def test_a_file_that_is_too_large_is_refused_in_words(client: Any, settings: Any) -> None:
    settings.MAILLAGE_BOOKINGS = {**get_conf(), "LARGEST_FILE": 1_000_000}
    response = send(client, date_that_asks_for_a_file(), PDF + b"x" * 1_000_000, "long.pdf")
    assert "1 Mo au plus" in response.content.decode()
    assert not AnswerFile.objects.exists()


def test_a_body_that_no_form_makes_is_refused_unread(client: Any) -> None:
    response = send(client, date_that_asks_for_a_file(), b"x" * 30_000_000)
    assert response.status_code == 413
    assert not AnswerFile.objects.exists()


def test_a_form_in_error_keeps_no_file(client: Any) -> None:
    session = date_that_asks_for_a_file()
    data = {"name": "", "seats": "1", FIELD: SimpleUploadedFile("panne.pdf", PDF)}
    client.post(reverse("bookings:register", args=[session.public_id]), data)
    assert not AnswerFile.objects.exists()


def test_a_program_sends_the_file_first_then_its_token(client: Any) -> None:
    session = date_that_asks_for_a_file()
    sent = send_by_api(client, session)
    assert sent.status_code == 201
    body = {**CAMILLE, "answers": {FIELD: sent.json()["token"]}}
    assert register_by_api(client, session, body).status_code == 201
    assert AnswerFile.objects.get().answer == Answer.objects.get()


def test_a_token_serves_once(client: Any) -> None:
    session = date_that_asks_for_a_file()
    body = {**CAMILLE, "answers": {FIELD: send_by_api(client, session).json()["token"]}}
    register_by_api(client, session, body)
    assert FIELD in errors(register_by_api(client, session, {**body, "name": "Ana"}))
    assert Registration.objects.count() == 1


@pytest.mark.parametrize("token", ["x", "", 12, ["a"], "../../etc/passwd", str(uuid.UUID(int=0))])
def test_a_forged_token_registers_nobody(client: Any, token: Any) -> None:
    session = date_that_asks_for_a_file(required=True)
    assert FIELD in errors(register_by_api(client, session, {**CAMILLE, "answers": {FIELD: token}}))
    assert not Registration.objects.exists()


def test_a_token_that_has_run_out_is_told(client: Any) -> None:
    session = date_that_asks_for_a_file()
    token = send_by_api(client, session).json()["token"]
    AnswerFile.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert FIELD in errors(register_by_api(client, session, {**CAMILLE, "answers": {FIELD: token}}))


def test_a_file_that_nobody_claims_leaves_the_disk(
    client: Any, django_capture_on_commit_callbacks: Any
) -> None:
    send_by_api(client, date_that_asks_for_a_file())
    waiting = AnswerFile.objects.get()
    AnswerFile.objects.update(created_at=timezone.now() - timedelta(hours=25))
    with django_capture_on_commit_callbacks(execute=True):
        assert personal_data.expire(timezone.localdate()) == 1
    assert not waiting.file.storage.exists(waiting.file.name)


def test_no_file_is_taken_where_none_is_asked(client: Any) -> None:
    assert send_by_api(client, make_session(make_page())).status_code == 409
    assert not AnswerFile.objects.exists()


@pytest.mark.parametrize("content", [b"", b"MZ"])
def test_the_api_refuses_what_the_form_refuses(client: Any, content: bytes) -> None:
    assert send_by_api(client, date_that_asks_for_a_file(), content).status_code == 422


def test_the_api_takes_so_many_files_of_one_address(client: Any, settings: Any) -> None:
    settings.MAILLAGE_BOOKINGS = {**get_conf(), "FILES_PER_ADDRESS_PER_HOUR": 1}
    session = date_that_asks_for_a_file()
    assert [send_by_api(client, session).status_code for _turn in range(2)] == [201, 429]


def download(client: Any) -> Any:
    return client.get(reverse("bookings_file", args=[AnswerFile.objects.get().token]))


def test_the_team_saves_a_file_and_it_is_written_who_did(client: Any) -> None:
    session = date_that_asks_for_a_file()
    send(client, session, PDF, "panne.pdf")
    client.force_login(make_editor(session.organization))
    response = download(client)
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="panne.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert AccessRecord.objects.get().what == "bookings.file"


def test_another_team_does_not_know_of_the_file(client: Any) -> None:
    send(client, date_that_asks_for_a_file(), PDF)
    client.force_login(make_editor(make_organization(name="Les Taupes")))
    assert download(client).status_code == 404


def test_the_public_is_led_away(client: Any) -> None:
    send(client, date_that_asks_for_a_file(), PDF)
    assert download(client).status_code == 302


def test_an_erased_person_s_file_leaves_the_disk(
    client: Any, django_capture_on_commit_callbacks: Any
) -> None:
    send(client, date_that_asks_for_a_file(), PDF)
    kept = AnswerFile.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        personal_data.erase("+33639981234")
    assert not AnswerFile.objects.exists()
    assert not kept.file.storage.exists(kept.file.name)
