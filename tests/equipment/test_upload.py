"""The screen that imports evidence: chosen, looked at, imported once."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from equipment import upload as waiting
from equipment.models import DataProof, Evidence, Machine
from equipment.upload import MOST_FILES, MOST_PDFS
from maillage.privacy.files import PrivateStorage
from tests.equipment.evidence_samples import DATA, Wiped, nwipe_log, raw
from tests.equipment.factories import make_machine, make_member, make_workshop
from tests.places.factories import make_team_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    settings.MAILLAGE_PRIVACY = {"PRIVATE_FILES": tmp_path}
    return tmp_path


@pytest.fixture
def member(client, workshop):
    user = make_member(workshop)
    client.force_login(user)
    return user


def upload(name="lshw.json", content=None):
    return SimpleUploadedFile(name, content or (DATA / "lshw-laptop.json").read_bytes())


def look(client, organization, *files, **fields):
    data = {"organization": organization.pk, "files": files or [upload()], **fields}
    return client.post(reverse("equipment_evidence:upload"), data)


def confirm(client, response):
    asked = response.context["asked"]
    data = {
        "waiting": response.context["waiting"],
        "organization": asked.organization.pk,
        "machine": asked.tag,
    }
    return client.post(reverse("equipment_evidence:upload"), data)


def outcomes(rows):
    return [row.outcome for row in rows]


def test_the_screen_is_for_those_who_work_on_machines(client, workshop):
    client.force_login(make_team_member())
    assert client.get(reverse("equipment_evidence:upload")).status_code == 302


def test_a_look_says_what_would_be_done_and_writes_nothing(client, member, workshop):
    response = look(client, workshop)
    assert outcomes(response.context["preview"]) == ["created"]
    assert not Machine.objects.exists()
    assert not Evidence.objects.exists()


def test_the_second_button_imports_the_files(client, member, workshop):
    response = confirm(client, look(client, workshop))
    assert outcomes(response.context["results"]) == ["created"]
    assert Machine.objects.get().serials.get().value == "MLT5480"


def test_the_second_button_works_once(client, member, workshop):
    response = look(client, workshop)
    confirm(client, response)
    assert confirm(client, response).status_code == 422


def test_an_inventory_and_the_erasure_of_its_disk_come_together(client, member, workshop):
    log = upload("nwipe.log", nwipe_log(Wiped()).encode())
    response = look(client, workshop, log, upload())
    assert outcomes(response.context["preview"]) == ["created", "matched"]
    confirm(client, response)
    assert DataProof.objects.get().proves


def test_a_refused_file_says_why(client, member, workshop):
    response = look(client, workshop, upload("lettre.txt", b"une lettre"))
    assert "n’est pas un inventaire connu" in response.content.decode()


def test_a_file_that_is_too_large_is_refused(client, member, workshop, settings):
    settings.MAILLAGE_EQUIPMENT = {"LARGEST_EVIDENCE": 10}
    response = look(client, workshop)
    assert (response.status_code, "trop gros" in response.content.decode()) == (422, True)


def test_no_file_is_asked_for(client, member, workshop):
    response = client.post(reverse("equipment_evidence:upload"), {"organization": workshop.pk})
    assert response.status_code == 422


def test_too_many_files_are_refused(client, member, workshop):
    files = [upload(f"{number}.json", json.dumps({"n": number}).encode()) for number in range(MOST_FILES + 1)]
    assert look(client, workshop, *files).status_code == 422


def test_too_many_pdfs_are_refused(client, member, workshop):
    files = [upload(f"{number}.pdf", b"%%PDF-1.4 %d" % number) for number in range(MOST_PDFS + 1)]
    response = look(client, workshop, *files)
    assert (response.status_code, "8 PDF au plus" in response.content.decode()) == (422, True)


def test_the_report_of_another_tool_says_what_to_do(client, member, workshop):
    response = look(client, workshop, upload("blancco.txt", b"Blancco Drive Eraser 7.1"))
    assert "Tapez son certificat sur la fiche" in response.content.decode()


def test_another_organisation_cannot_be_chosen(client, member):
    assert look(client, make_workshop("Les Voisins")).status_code == 422


def test_another_organisation_cannot_be_slipped_in_afterwards(client, member, workshop):
    token = look(client, workshop).context["waiting"]
    data = {"waiting": token, "organization": make_workshop("Les Voisins").pk}
    assert client.post(reverse("equipment_evidence:upload"), data).status_code == 404


def test_the_machine_of_another_organisation_is_refused(client, member, workshop):
    machine = make_machine(make_workshop("Les Voisins"))
    response = look(client, workshop, machine=machine.tag)
    assert outcomes(response.context["preview"]) == ["refused"]


def test_somebody_else_cannot_use_a_token(member):
    token = waiting.keep([("a", raw("abc"))], member.pk)
    assert waiting.take(token, member.pk + 1) == []


def test_a_false_token_gives_nothing(member):
    assert waiting.take("false", member.pk) == []


def test_files_that_nobody_imports_are_forgotten(member, monkeypatch):
    waiting.keep([("a", raw("abc"))], member.pk)
    monkeypatch.setattr(waiting, "KEPT", timedelta(seconds=-60))
    waiting.forget_old()
    assert PrivateStorage().listdir(waiting.FOLDER)[1] == []
