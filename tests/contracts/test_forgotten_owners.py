"""A name typed on the day of a repair café, wherever it can be: once they are forgotten, it is nowhere."""

from __future__ import annotations

import logging
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from maillage.bookings.models import Registration
from maillage.outbox.delivery import deliver
from maillage.outbox.models import Message
from maillage.privacy.services import erase_person, export_person
from repair.categories import Category
from repair.models import DepositSlip, IntakeSheet, RepairRecord
from repair.outcomes import Outcome, SafetyTest
from repair.services.deposits import leave_object
from repair.services.intake import welcome
from repair.services.outcomes import Step, record_outcome
from tests.contracts.traces import traces_of
from tests.places.factories import make_editor
from tests.repair.factories import announce, make_date, make_sheet

pytestmark = pytest.mark.django_db

MARKER = "Zebulonia"
EMAIL = f"{MARKER}@maison.example"


@pytest.fixture
def folders(settings, tmp_path):
    kept = {name: tmp_path / name for name in ("private", "mail", "media")}
    for folder in kept.values():
        folder.mkdir()
    settings.MAILLAGE_PRIVACY = {"PRIVATE_FILES": str(kept["private"])}
    settings.MEDIA_ROOT = str(kept["media"])
    settings.EMAIL_BACKEND = "maillage.outbox.mailbox.ReadableFileBackend"
    settings.EMAIL_FILE_PATH = str(kept["mail"])
    return list(kept.values())


def repaired(sheet):
    """The record of `sheet`, by volunteers who were told not to type a name, and did."""
    return record_outcome(
        sheet,
        values={
            "category": Category.LAMP,
            "outcome": Outcome.UNKNOWN,
            "safety_test": SafetyTest.NOT_DONE,
            "safety_reason": f"{MARKER} est partie",
            "problem": f"Lampe de {MARKER}",
            "advice": f"Rappeler {MARKER}",
        },
        steps=[Step(observation=f"{MARKER} dit qu’elle clignote"), Step(action="Fil changé")],
        client_key=uuid4(),
    )


@pytest.fixture
def left(client, folders, django_capture_on_commit_callbacks):
    """An object that stays: its slip was printed, and its reminder written."""
    sheet = make_sheet(item=f"Lampe de {MARKER}", fault=f"{MARKER} : elle clignote")
    repaired(sheet)
    day = timezone.localdate() + timedelta(days=30)
    with django_capture_on_commit_callbacks(execute=True):
        slip = leave_object(sheet, name=f"Claude {MARKER}", email=EMAIL, collect_before=day)
        Message.objects.update(not_before=timezone.now())
        deliver(Message.objects.get().pk, now=timezone.now(), seconds=2)
    client.force_login(make_editor(sheet.session.organization))
    for name in ("sheet", "slip", "deposit", "deposit_slip"):
        assert client.get(reverse(f"repair_bench:{name}", args=[sheet.pk])).status_code == 200
    client.get(reverse("repair_bench:deposits"))
    return slip


def test_the_name_is_everywhere_before(left, folders):
    found = traces_of(MARKER, folders)
    assert {"repair_depositslip.name", "repair_intakesheet.item", "repair_repairstep.observation"} <= found
    assert "mail/.txt" in found


def test_the_owner_reads_all_that_is_kept(left):
    (given,) = export_person(EMAIL)["Objets à réparer"]
    assert (given["name"], given["object"]) == (f"Claude {MARKER}", f"Lampe de {MARKER}")


@pytest.mark.parametrize("way", ["erase", "anonymize"])
def test_a_forgotten_owner_is_nowhere(left, folders, caplog, way, django_capture_on_commit_callbacks):
    with caplog.at_level(logging.INFO), django_capture_on_commit_callbacks(execute=True):
        if way == "erase":
            erase_person(EMAIL)
        else:
            DepositSlip.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
            call_command("anonymize", stdout=StringIO())
    assert traces_of(MARKER, folders) == set()
    assert MARKER.casefold() not in caplog.text.casefold()


def test_the_repair_outlives_its_owner(left):
    erase_person(EMAIL)
    record = RepairRecord.objects.get()
    assert record.partner_product_category == "Lampe"
    assert record.steps.get().action == "Fil changé"


def test_what_was_copied_from_an_announcement_ends_with_it(folders):
    session = make_date()
    announced = announce(
        session, item=f"Lampe de {MARKER}", category=Category.LAMP, fault=f"{MARKER} : panne"
    )
    record = record_outcome(
        welcome(session, announced.pk, client_key=uuid4()),
        values={"category": Category.LAMP, "problem": announced.fault},
        client_key=uuid4(),
    )
    Registration.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    call_command("anonymize", stdout=StringIO())
    assert traces_of(MARKER, folders) == set()
    assert IntakeSheet.objects.get().item == "Lampe"
    assert RepairRecord.objects.get() == record
