"""The paper of an eco-organisation, scanned: what is kept of it, and who opens it."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from equipment.models import RecyclingSlip
from maillage.privacy.files import PrivateStorage
from tests.equipment.factories import make_member, make_slip, make_workshop

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


def photo():
    """A JPEG that tells which phone took it."""
    exif = Image.Exif()
    exif[0x0110] = "Telephone de Zebulonia"
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "grey").save(kept, "JPEG", exif=exif)
    return kept.getvalue()


@pytest.fixture
def desk(client, workshop):
    client.force_login(make_member(workshop))
    return client


@pytest.fixture
def slip(workshop):
    return make_slip(workshop)


def send(client, slip, content=None, name="bordereau.pdf", **fields):
    """Send the form of the slip with this file."""
    same = {name: getattr(slip, name) for name in ("eco_organisation", "number")}
    day = timezone.localdate().isoformat()
    sent = {**same, "organization": slip.organization_id, "collected_on": day, "kilograms": "9", **fields}
    if content is not None:
        sent["scan"] = SimpleUploadedFile(name, content)
    answer = client.post(reverse("equipment_slips:edit", args=[slip.pk]), sent)
    slip.refresh_from_db()
    return answer


def scan_of(client, slip):
    return client.get(reverse("equipment_papers:recycling_scan", args=[slip.pk]))


def paper_of(client, slip):
    return client.get(reverse("equipment_papers:recycling", args=[slip.pk])).content.decode()


def test_a_pdf_is_kept_under_a_name_that_tells_nothing_and_saved_from_the_slip(desk, slip):
    send(desk, slip, PDF)
    answer = scan_of(desk, slip)
    assert "bordereau" not in slip.file.name
    assert b"".join(answer.streaming_content) == PDF
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Content-Type"] == "application/octet-stream"


def test_a_photo_loses_what_the_phone_noted_and_is_shown_on_the_slip(desk, slip):
    send(desk, slip, photo(), "IMG_2031.jpg")
    assert b"Zebulonia" not in Path(slip.file.path).read_bytes()
    answer = scan_of(desk, slip)
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8\xff")
    assert answer["Content-Type"] == "image/jpeg"
    assert f'src="{reverse("equipment_papers:recycling_scan", args=[slip.pk])}"' in paper_of(desk, slip)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<html><script>alert(1)</script>", "slip.pdf"),
        (b"MZ\x90", "slip.jpg"),
        (b"\xff\xd8\xff broken", "a.jpg"),
    ],
)
def test_what_is_no_pdf_and_no_picture_is_refused_and_nothing_is_kept(desk, slip, content, name):
    answer = send(desk, slip, content, name)
    assert answer.context["form"].errors["scan"]
    assert not slip.file


def test_a_scan_that_is_too_large_is_refused_in_words(desk, slip, settings):
    settings.MAILLAGE_EQUIPMENT = {"LARGEST_SCAN": 2_000_000}
    answer = send(desk, slip, PDF + b" " * 2_000_000)
    assert "2 Mo au plus" in str(answer.context["form"].errors["scan"])


def test_a_new_scan_takes_the_place_of_the_one_before(desk, slip, django_capture_on_commit_callbacks):
    send(desk, slip, PDF)
    before = Path(slip.file.path)
    with django_capture_on_commit_callbacks(execute=True):
        send(desk, slip, photo(), "b.jpg")
    assert slip.file.name.endswith(".jpg")
    assert not before.exists()


def test_a_scan_is_removed(desk, slip, django_capture_on_commit_callbacks):
    send(desk, slip, PDF)
    before = slip.file.name
    with django_capture_on_commit_callbacks(execute=True):
        send(desk, slip, remove_scan="on")
    assert not slip.file
    assert not PrivateStorage().exists(before)
    assert scan_of(desk, slip).status_code == 404


def test_a_slip_saved_without_a_file_keeps_the_one_there_is(desk, slip):
    send(desk, slip, PDF)
    kept = slip.file.name
    send(desk, slip)
    assert slip.file.name == kept


def test_a_new_slip_comes_with_its_scan(desk, workshop):
    sent = {"organization": workshop.pk, "eco_organisation": "ecosystem", "number": "E-1", "kilograms": "9"}
    day = timezone.localdate().isoformat()
    scan = SimpleUploadedFile("s.pdf", PDF)
    desk.post(reverse("equipment_slips:add"), {**sent, "collected_on": day, "scan": scan})
    assert Path(RecyclingSlip.objects.get().file.path).read_bytes() == PDF


def test_another_workshop_does_not_know_of_the_scan(client, desk, slip):
    send(desk, slip, PDF)
    client.force_login(make_member(make_workshop("Ailleurs")))
    assert scan_of(client, slip).status_code == 404


def test_the_public_is_led_to_sign_in(client, desk, slip):
    send(desk, slip, PDF)
    client.logout()
    assert "login" in scan_of(client, slip).url
