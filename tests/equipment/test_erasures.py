"""Erasures imported, and what they prove."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from equipment.errors import Missing, NotAllowed, WrongState
from equipment.models import DataProof, Evidence, Machine, ProofKind, Technology
from equipment.services import apply
from equipment.services.components import detach
from equipment.services.erasures import import_erasure
from equipment.services.inventory import Importing
from equipment.services.proofs import accept_reserve, note_destroyed, note_no_storage
from equipment.states import DataStatus
from equipment.transitions import TRANSITIONS
from tests.equipment.evidence_samples import Wiped, certificate, nwipe_log, raw
from tests.equipment.factories import (
    given_for,
    make_disk,
    make_machine,
    make_member,
    make_responsible,
    make_workshop,
)
from tests.equipment.nwipe_pdfs import as_pdf, disk_page
from tests.equipment.test_methods import as_text
from tests.equipment.test_nwipe import OF_0_24

pytestmark = pytest.mark.django_db
ABORTED = "Nwipe was aborted by the user. Check the summary table for the drive status."


@pytest.fixture
def asked():
    return Importing(make_workshop())


@pytest.fixture
def machine(asked):
    machine = make_machine(asked.organization)
    make_disk(machine, serial="W620MLT1", model="ST500LM021-1KJ15", size=500107862016)
    return machine


def wiped(asked, *disks, **options):
    return import_erasure(raw(nwipe_log(*(disks or [Wiped()]), **options)), asked)


def status(machine):
    machine.refresh_from_db()
    return machine.data_status


def test_a_disk_erased_without_error_is_proved(asked, machine):
    (result,) = wiped(asked)
    assert (result.proves_erasure, result.outcome, status(machine)) == (True, "matched", DataStatus.ERASED)


def test_an_aborted_erasure_is_noted_and_proves_nothing(asked, machine):
    (result,) = wiped(asked, Wiped(status="UABORTED"), ending=ABORTED)
    assert (result.proves_erasure, result.outcome, status(machine)) == (False, "matched", DataStatus.FAILED)


def test_the_worst_disk_speaks_for_the_machine(asked, machine):
    make_disk(machine, serial="W620MLT2")
    wiped(asked)
    assert status(machine) == DataStatus.TO_ERASE


def test_the_same_log_again_changes_nothing(asked, machine):
    wiped(asked)
    (result,) = wiped(asked)
    assert (result.outcome, result.proves_erasure, DataProof.objects.count()) == ("unchanged", True, 1)


def test_the_same_log_again_still_says_why_it_proves_nothing(asked, machine):
    (first,) = wiped(asked, Wiped(status="UABORTED"), ending=ABORTED)
    (again,) = wiped(asked, Wiped(status="UABORTED"), ending=ABORTED)
    assert (again.outcome, Evidence.objects.get().reason) == ("unchanged", first.reason)
    assert first.reason in again.reason


@pytest.mark.parametrize("names", [("sda", "sdb"), ("sdb", "sda")])
def test_a_disk_that_a_log_names_twice_is_worth_its_worse_name(asked, machine, names):
    good, bad = names
    results = wiped(asked, Wiped(good), Wiped(bad, status="UABORTED"), ending=ABORTED)
    assert ([one.proves_erasure for one in results], status(machine)) == ([False, False], DataStatus.FAILED)


def test_a_disk_erased_at_last_under_another_name_is_proved(asked, machine):
    aborted = nwipe_log(Wiped(status="UABORTED"), day="2026/05/11", ending=ABORTED)
    results = import_erasure(raw(aborted + nwipe_log(Wiped("sdb"))), asked)
    assert ([one.status for one in results], status(machine)) == (["UABORTED", "Erased"], DataStatus.ERASED)


def test_the_log_of_an_unknown_disk_is_kept_and_refused(asked):
    (result,) = wiped(asked)
    assert (result.outcome, result.proves_erasure, Evidence.objects.get().outcome) == (
        "refused",
        True,
        "refused",
    )


def test_a_log_imported_before_the_inventory_is_taken_after_it(asked):
    wiped(asked)
    make_disk(make_machine(asked.organization), serial="W620MLT1")
    (result,) = wiped(asked)
    assert (result.outcome, result.proves_erasure) == ("matched", True)


def test_one_unknown_disk_leaves_the_others_of_the_log(asked, machine):
    results = wiped(asked, Wiped(), Wiped("sdb", serial="W620MLT9"))
    assert [result.outcome for result in results] == ["matched", "refused"]


def test_an_ssd_is_erased_with_a_reservation(asked):
    machine = make_machine(asked.organization)
    make_disk(machine, serial="W620MLT1", technology=Technology.SSD)
    (result,) = wiped(asked)
    assert (result.proves_erasure, status(machine)) == (False, DataStatus.WITH_CAVEAT)


def test_a_disk_without_serial_number_unlocks_nothing(asked, machine):
    (result,) = wiped(asked, Wiped("loop0", serial=""))
    assert (result.proves_erasure, result.outcome, status(machine)) == (True, "refused", DataStatus.UNKNOWN)


def test_a_disk_without_serial_number_is_the_only_one_of_its_size_in_the_machine_named(asked, machine):
    (result,) = wiped(replace(asked, tag=machine.tag), Wiped(serial=""))
    assert (result.proves_erasure, status(machine)) == (True, DataStatus.ERASED)


def test_two_disks_of_one_size_are_not_guessed(asked, machine):
    make_disk(machine, size=500107862016)
    (result,) = wiped(replace(asked, tag=machine.tag), Wiped(serial=""))
    assert result.outcome == "refused"


def test_a_disk_of_another_size_is_not_guessed(asked, machine):
    (result,) = wiped(replace(asked, tag=machine.tag), Wiped(serial="", size=67108864))
    assert result.outcome == "refused"


def test_a_disk_that_is_not_in_the_machine_named_is_refused(asked, machine):
    other = make_machine(asked.organization)
    (result,) = wiped(replace(asked, tag=other.tag))
    assert result.outcome == "refused"


def test_the_disk_of_another_organisation_is_refused(asked):
    make_disk(make_machine(make_workshop("Les Voisins")), serial="W620MLT1")
    (result,) = wiped(asked)
    assert result.outcome == "refused"


def test_a_disk_on_the_shelf_is_proved(asked, machine):
    disk = machine.component_moves.get().component
    detach(disk, by=None)
    (result,) = wiped(asked)
    assert (result.proves_erasure, disk.proofs.get().machine) == (True, None)


def returned(machine, asked):
    apply(machine, "recycle", by=None, **given_for(TRANSITIONS["recycle"], asked.organization))
    apply(machine, "take_back", by=None, **given_for(TRANSITIONS["take_back"], asked.organization))


def test_an_old_log_proves_nothing_after_a_return(asked, machine):
    wiped(asked)
    returned(machine, asked)
    (result,) = wiped(asked, day="2026/05/13")
    assert (result.outcome, status(machine)) == ("refused", DataStatus.TO_ERASE)


def test_the_very_same_log_proves_nothing_after_a_return(asked, machine):
    wiped(asked)
    returned(machine, asked)
    (result,) = wiped(asked)
    assert (result.outcome, result.proves_erasure, status(machine)) == (
        "unchanged",
        False,
        DataStatus.TO_ERASE,
    )


def test_an_erasure_older_than_a_failure_proves_nothing(asked, machine):
    wiped(asked, Wiped(status="-FAILED-"), day="2026/05/13")
    (result,) = wiped(asked, day="2026/05/12")
    assert (result.outcome, status(machine)) == ("refused", DataStatus.FAILED)


def test_the_whole_log_is_a_proof_after_a_copy_that_was_cut(asked, machine):
    log = nwipe_log(Wiped())
    import_erasure(raw(log[: log.index("*****")]), asked)
    assert status(machine) == DataStatus.FAILED
    import_erasure(raw(log), asked)
    assert status(machine) == DataStatus.ERASED


def test_an_erasure_after_a_failure_is_a_proof(asked, machine):
    wiped(asked, Wiped(status="-FAILED-"), day="2026/05/12")
    wiped(asked, day="2026/05/13")
    assert status(machine) == DataStatus.ERASED


def test_a_clock_in_the_future_is_not_believed(asked, machine):
    wiped(asked, day="2099/01/01")
    assert DataProof.objects.get().at < timezone.now() + timedelta(days=1)


def test_a_certificate_of_a_known_disk_is_a_proof_signed_by_somebody(asked, machine):
    (result,) = import_erasure(raw(certificate()), asked)
    assert (result.proves_erasure, DataProof.objects.get().details.signed_by) == (True, "Les Puces, atelier")


def test_a_word_that_is_not_known_leaves_nothing(asked, machine):
    (result,) = import_erasure(raw(certificate(result="terminé")), asked)
    assert (result.outcome, result.proves_erasure, DataProof.objects.exists()) == ("refused", False, False)
    assert not Evidence.objects.exists()


def test_a_row_that_is_refused_leaves_the_others(asked, machine):
    make_disk(machine, serial="W620MLT2")
    rows = json.dumps([json.loads(certificate(result="terminé")), json.loads(certificate(serial="W620MLT2"))])
    results = import_erasure(raw(rows), asked)
    assert [result.outcome for result in results] == ["refused", "matched"]


def test_the_log_of_a_version_that_counts_no_errors_leaves_nothing(asked, machine):
    (result,) = import_erasure(raw(OF_0_24.format(said="")), asked)
    assert (result.outcome, Evidence.objects.exists(), status(machine)) == (
        "refused",
        False,
        DataStatus.UNKNOWN,
    )


def test_a_certificate_in_pdf_is_a_proof_kept_as_it_came(asked, machine):
    pdf = as_pdf(disk_page())
    (result,) = import_erasure(raw(pdf), asked)
    with Evidence.objects.get().file.open() as kept:
        assert (result.proves_erasure, kept.read() == pdf, kept.name[-4:]) == (True, True, ".pdf")


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("cryptographic erase", DataStatus.ERASED),
        ("nvme format --ses=2", DataStatus.ERASED),
        ("three passes", DataStatus.WITH_CAVEAT),
        ("blkdiscard", DataStatus.WITH_CAVEAT),
    ],
)
def test_only_what_does_not_reach_all_of_an_ssd_leaves_a_reservation(asked, method, expected):
    machine = make_machine(asked.organization)
    make_disk(machine, serial="W620MLT1", technology=Technology.SSD)
    import_erasure(raw(certificate(method=method)), asked)
    assert status(machine) == expected


@pytest.fixture
def ssd(asked):
    machine = make_machine(asked.organization)
    make_disk(machine, technology=Technology.SSD)
    return machine


def sanitized(asked, machine, **changes):
    (result,) = import_erasure(raw(as_text(**changes)), replace(asked, tag=machine.tag if machine else ""))
    return result


def test_the_log_of_a_sanitize_proves_the_only_ssd_of_the_machine_named(asked, ssd):
    make_disk(ssd, technology=Technology.HDD, serial="W620MLT1")
    wiped(asked)
    by = make_member(asked.organization)
    result = sanitized(replace(asked, by=by), ssd)
    assert (result.proves_erasure, status(ssd)) == (True, DataStatus.ERASED)
    assert DataProof.objects.first().details.actor == by


@pytest.mark.parametrize("disks", [0, 2])
def test_the_log_of_a_sanitize_is_not_guessed(asked, disks):
    machine = make_machine(asked.organization)
    for _number in range(disks):
        make_disk(machine, technology=Technology.SSD)
    assert sanitized(asked, machine).outcome == "refused"


def test_the_log_of_a_sanitize_names_no_machine(asked, ssd):
    assert sanitized(asked, None).outcome == "refused"


def test_a_file_without_a_date_proves_nothing_after_a_return(asked, ssd):
    sanitized(asked, ssd)
    returned(ssd, asked)
    result = sanitized(asked, ssd, command=4)
    assert ("pas de date" in result.reason, status(ssd)) == (True, DataStatus.TO_ERASE)


def test_an_old_log_proves_nothing_after_a_return_and_a_reservation(asked, machine):
    wiped(asked)
    returned(machine, asked)
    today = f"{timezone.localdate():%Y/%m/%d}"
    wiped(asked, Wiped(said=("HIDDEN SECTORS DETECTED ! *** on /dev/sda",)), day=today)
    (result,) = wiped(asked, day="2026/05/13")
    assert (result.outcome, status(machine)) == ("refused", DataStatus.WITH_CAVEAT)


def test_a_certificate_of_an_unknown_disk_is_kept_and_refused(asked):
    (result,) = import_erasure(raw(certificate(serial="NOBODY01")), asked)
    assert (result.outcome, Evidence.objects.get().outcome) == ("refused", "refused")


def test_a_certificate_of_destruction_is_a_proof(asked, machine):
    import_erasure(raw(certificate(result="détruit")), asked)
    assert (DataProof.objects.get().kind, status(machine)) == (ProofKind.DESTROYED, DataStatus.ERASED)


def test_what_is_no_erasure_leaves_nothing(asked):
    (result,) = import_erasure(raw("une lettre"), asked)
    assert (result.outcome, Evidence.objects.exists()) == ("refused", False)


@pytest.fixture
def reserved(asked, machine):
    wiped(asked, Wiped(said=("HIDDEN SECTORS DETECTED ! *** on /dev/sda",)))
    return machine.component_moves.get().component


def test_a_reservation_is_accepted_by_somebody_responsible(asked, machine, reserved):
    accept_reserve(reserved, by=make_responsible(asked.organization))
    assert status(machine) == DataStatus.ERASED


def test_a_reservation_is_not_accepted_by_any_member(asked, reserved):
    with pytest.raises(NotAllowed):
        accept_reserve(reserved, by=make_member(asked.organization))


def test_a_reservation_is_not_accepted_by_somebody_of_another_workshop(reserved):
    with pytest.raises(NotAllowed):
        accept_reserve(reserved, by=make_responsible(make_workshop("Les Voisins")))


def test_what_has_no_reservation_is_not_accepted(asked, machine):
    with pytest.raises(WrongState):
        accept_reserve(machine.component_moves.get().component, by=make_responsible(asked.organization))


def test_a_destroyed_disk_is_proved_by_its_photo(asked, machine):
    disk = machine.component_moves.get().component
    proof = note_destroyed(disk, by=make_member(asked.organization), how="Percé", photo=raw(b"\xff\xd8jpeg"))
    assert (proof.proves, proof.evidence.format, status(machine)) == (True, "photo", DataStatus.ERASED)


@pytest.mark.parametrize(("how", "photo"), [(" ", raw(b"\xff\xd8")), ("Percé", None)])
def test_a_destruction_is_told_and_shown(asked, machine, how, photo):
    disk = machine.component_moves.get().component
    with pytest.raises(Missing):
        note_destroyed(disk, by=make_responsible(asked.organization), how=how, photo=photo)


def test_a_machine_opened_without_disk_is_clean(asked):
    machine = make_machine(asked.organization)
    note_no_storage(machine, by=make_member(asked.organization))
    assert status(machine) == DataStatus.NO_STORAGE


def test_a_machine_with_a_known_disk_has_one(asked, machine):
    with pytest.raises(WrongState):
        note_no_storage(machine, by=make_member(asked.organization))


def test_nothing_is_noted_of_a_machine_that_left(asked, machine):
    wiped(asked)
    apply(machine, "recycle", by=None, **given_for(TRANSITIONS["recycle"], asked.organization))
    with pytest.raises(WrongState):
        note_no_storage(Machine.objects.get(), by=make_member(asked.organization))


def test_a_destruction_is_not_noted_by_somebody_of_another_workshop(machine):
    disk = machine.component_moves.get().component
    with pytest.raises(NotAllowed):
        note_destroyed(
            disk, by=make_member(make_workshop("Les Voisins")), how="Percé", photo=raw(b"\xff\xd8")
        )


def test_one_photo_shows_two_destroyed_disks(asked, machine):
    disk, by = machine.component_moves.get().component, make_member(asked.organization)
    photo = raw(b"\xff\xd8jpeg")
    note_destroyed(disk, by=by, how="Percé", photo=photo)
    note_destroyed(make_disk(machine), by=by, how="Percé", photo=photo)
    assert (Evidence.objects.count(), status(machine)) == (1, DataStatus.ERASED)
