"""Logs of nwipe: what is a proof, and what only looks like one."""

from __future__ import annotations

import pytest

from equipment.evidence.findings import EvidenceRefused
from equipment.evidence.recognize import read_erasure
from equipment.models import ProofKind
from tests.equipment.evidence_samples import Wiped, nwipe_log, raw

ABORTED = "Nwipe was aborted by the user. Check the summary table for the drive status."


def kinds(*disks, **options):
    return [finding.kind for finding in read_erasure(raw(nwipe_log(*disks, **options)))]


@pytest.mark.parametrize("version", ["0.33", "0.42"])
def test_a_disk_erased_without_error_is_proved(version):
    assert kinds(Wiped(), version=version) == [ProofKind.ERASED]


def test_a_finding_says_which_disk_how_and_when():
    (finding,) = read_erasure(raw(nwipe_log(Wiped())))
    assert (
        finding.device,
        finding.serial,
        finding.size,
        finding.tool,
        finding.method,
        f"{finding.at:%Y-%m-%d}",
    ) == (
        "/dev/sda",
        "W620MLT1",
        500107862016,
        "nwipe 0.42",
        "Fill With Zeros",
        "2026-05-12",
    )


def test_an_aborted_erasure_that_says_100_percent_proves_nothing():
    (finding,) = read_erasure(raw(nwipe_log(Wiped(status="UABORTED"), ending=ABORTED)))
    assert (finding.kind, finding.status) == (ProofKind.FAILED, "UABORTED")


def test_what_says_aborted_and_erased_at_once_is_told_disk_by_disk():
    log = (Wiped(), Wiped("sdb", serial="W620MLT2", status="UABORTED"))
    assert kinds(*log, ending=ABORTED) == [ProofKind.ERASED, ProofKind.FAILED]


@pytest.mark.parametrize("status", ["-FAILED-", "INSANITY", ""])
def test_another_status_proves_nothing(status):
    assert kinds(Wiped(status=status)) == [ProofKind.FAILED]


def test_a_status_that_nwipe_does_not_write_is_no_failure():
    (finding,) = read_erasure(raw(nwipe_log(Wiped(status="erased?"))))
    assert (finding.erases, "erased?" in finding.refusal) == (False, True)


@pytest.mark.parametrize("errors", ["1 | 0 | 0", "0 | 2 | 0", "0 | 0 | 3", "0 | 0 | ?", "0 | 0 |"])
def test_one_error_anywhere_proves_nothing(errors):
    assert kinds(Wiped(errors=errors)) == [ProofKind.FAILED]


def test_errors_are_counted():
    (finding,) = read_erasure(raw(nwipe_log(Wiped(errors="1 | 2 | 3", status="-FAILED-"))))
    assert finding.errors == 6


def test_a_missing_table_of_errors_proves_nothing():
    assert kinds(Wiped(), errors=False) == [ProofKind.FAILED]


def test_a_missing_table_of_statuses_proves_nothing():
    assert kinds(Wiped(), status=False) == [ProofKind.FAILED]


def test_a_part_of_the_disk_proves_nothing():
    assert kinds(Wiped(percent="99.98%")) == [ProofKind.FAILED]


def test_a_failure_told_on_the_way_proves_nothing():
    log = nwipe_log(Wiped()).replace("Finished final", "[FAILURE] /dev/sda failed. Finished final")
    (finding,) = read_erasure(raw(log))
    assert finding.kind == ProofKind.FAILED


@pytest.mark.parametrize("level", ["error", "fatal", "sanity"])
def test_a_failure_that_names_no_disk_may_be_that_of_each_under_way(level):
    log = nwipe_log(Wiped(), Wiped("sdb", serial="W620MLT2"))
    told = f"[2026/05/12 02:24:34] {level:>7}: Write failed: Input/output error\n"
    last = log.index("[", log.rindex("Invoking"))
    found = read_erasure(raw(log[:last] + told + log[last:]))
    assert [finding.kind for finding in found] == [ProofKind.FAILED, ProofKind.FAILED]


def test_an_error_before_any_erasure_is_not_one_of_the_disk():
    told = "[2026/05/12 02:24:34]   error: Failed to create stream to smartctl\n"
    (finding,) = read_erasure(raw(told + nwipe_log(Wiped())))
    assert finding.kind == ProofKind.ERASED


@pytest.mark.parametrize(
    "words",
    [
        " *** HIDDEN SECTORS DETECTED ! *** on /dev/sda",
        "HIDDEN SECTORS DETECTED!",
        "max sectors = 78125000/78165360, HPA is enabled",
        "HIDDEN SECTORS INDETERMINATE! on /dev/sda, Some USB adapters & memory sticks don't support it",
    ],
)
def test_hidden_sectors_leave_a_reservation(words):
    assert kinds(Wiped(said=(words,))) == [ProofKind.RESERVE]


def test_hidden_sectors_of_another_disk_leave_none():
    assert kinds(
        Wiped(said=("No hidden sectors on /dev/sda", "HIDDEN SECTORS DETECTED ! *** on /dev/sdb"))
    ) == [ProofKind.ERASED]


def test_a_usb_adapter_that_hides_the_disk_leaves_a_reservation():
    log = Wiped(bus="USB", said=("/dev/sda USB bridge, no pass-through support",))
    assert kinds(log) == [ProofKind.RESERVE]


@pytest.mark.parametrize(
    "disk",
    [
        Wiped("nvme0n1", bus="NVME", model="SAMSUNG MZVLB256HAHQ"),
        Wiped(bus="ATA-SSD", model="CT240BX500"),
        Wiped(model="Samsung SSD 850 EVO"),
        Wiped("mmcblk0", bus="MMC", model="DF4032"),
    ],
)
def test_flash_memory_leaves_a_reservation(disk):
    assert kinds(disk) == [ProofKind.RESERVE]


def test_the_last_run_of_a_file_speaks():
    twice = nwipe_log(Wiped()) + nwipe_log(Wiped(status="UABORTED"), ending=ABORTED)
    (finding,) = read_erasure(raw(twice))
    assert finding.kind == ProofKind.FAILED


def test_a_run_begun_again_and_cut_takes_the_proof_back():
    again = nwipe_log(Wiped(serial="W620MLT9"))
    (finding,) = read_erasure(raw(nwipe_log(Wiped()) + again[: again.index("*****")]))
    assert (finding.serial, finding.kind) == ("W620MLT9", ProofKind.FAILED)


def test_a_log_without_its_beginning_names_no_disk():
    log = nwipe_log(Wiped())
    (finding,) = read_erasure(raw(log[log.index("[2026/05/12 02:24:34]  notice: Finished") :]))
    assert (finding.serial, finding.kind) == ("", ProofKind.FAILED)


def test_no_cut_log_is_a_proof():
    log = nwipe_log(Wiped())
    whole = log.rstrip("\n")
    proving = set()
    for length in range(0, len(whole) - len("completed. See summary table for details."), 7):
        try:
            findings = read_erasure(raw(log[:length]))
        except EvidenceRefused:
            continue
        proving |= {length for finding in findings if finding.kind == ProofKind.ERASED}
    assert not proving


def test_a_serial_number_that_nwipe_hid_is_none():
    (finding,) = read_erasure(raw(nwipe_log(Wiped(serial="XXXXXXXXXXXXXXX"))))
    assert finding.serial == ""


def test_a_log_in_which_no_disk_was_chosen_is_refused():
    with pytest.raises(EvidenceRefused):
        read_erasure(raw("[2026/05/12 02:24:34]    info: nwipe 0.42\n"))


SANITIZED = "/dev/sda: SANITIZE action 'Block Erase' was successful."
OF_A_CONTROLLER = "/dev/nvme0: SANITIZE action 'Crypto Erase' was successful."


@pytest.mark.parametrize(
    ("said", "kind", "method"),
    [
        (SANITIZED, ProofKind.ERASED, "Sanitize: Block Erase, Fill With Zeros"),
        (SANITIZED.replace("Block Erase", "Crypto Scramble"), ProofKind.ERASED, None),
        (SANITIZED.replace("Block Erase", "Overwrite"), ProofKind.ERASED, None),
        # No erasure: it only leaves the state of failure.
        (SANITIZED.replace("Block Erase", "Exit Failure Mode"), ProofKind.RESERVE, "Fill With Zeros"),
        # The disk said neither yes nor no.
        (SANITIZED.replace("was successful", "has completed"), ProofKind.RESERVE, "Fill With Zeros"),
        (SANITIZED.replace("/dev/sda", "/dev/sdb"), ProofKind.RESERVE, "Fill With Zeros"),
    ],
)
def test_a_disk_that_erased_itself_keeps_nothing_aside(said, kind, method):
    disk = Wiped(bus="ATA-SSD", model="CT240BX500", said=(said,))
    finding = next(one for one in read_erasure(raw(nwipe_log(disk))) if one.device == "/dev/sda")
    assert (finding.kind, finding.method if method else None) == (kind, method)


def test_a_sanitize_names_the_controller_of_an_nvme_disk():
    disk = Wiped("nvme0n1", bus="NVME", model="SAMSUNG MZVLB256HAHQ", said=(OF_A_CONTROLLER,))
    assert kinds(disk) == [ProofKind.ERASED]


def _lines(*words):
    return "".join(f"[2026/05/12 02:24:34]    info: {line}\n" for line in words)


STOPPED = "Nwipe was aborted by the user prior to the wipe starting."
FOUND = "Found /dev/sda, ATA-SSD, CT240BX500,  240 GB, S/N=W620MLT1"


def test_a_sanitize_alone_is_a_proof_without_any_table():
    (finding,) = read_erasure(raw(_lines("nwipe 0.42", FOUND, SANITIZED, STOPPED)))
    assert (finding.kind, finding.serial, finding.method) == (
        ProofKind.ERASED,
        "W620MLT1",
        "Sanitize: Block Erase",
    )


@pytest.mark.parametrize(
    "words",
    [
        ("nwipe 0.42", FOUND, SANITIZED),
        (
            "nwipe 0.42",
            FOUND,
            SANITIZED,
            "/dev/sda: [FAILURE] SANITIZE action 'Overwrite' has failed.",
            STOPPED,
        ),
    ],
    ids=["cut", "failed at last"],
)
def test_a_sanitize_that_is_not_the_last_word_proves_nothing(words):
    (finding,) = read_erasure(raw(_lines(*words)))
    assert finding.kind == ProofKind.FAILED


# As the versions before 0.31 write, line by line.
OF_0_24 = """[2026/05/12 02:24:34] nwipe: notice: Opened entropy source '/dev/urandom'.
[2026/05/12 02:24:34] nwipe: info: Device /dev/sda has serial number W620MLT1
[2026/05/12 02:24:34] nwipe: info: Device '/dev/sda' is size 500107862016.
[2026/05/12 02:24:34] nwipe: notice: Invoking method 'Quick Erase' on device '/dev/sda'.
[2026/05/12 03:24:34] nwipe: notice: Finished round 1 of 1 on device '/dev/sda'.
{said}[2026/05/12 03:24:34] nwipe: notice: Nwipe exited.
"""
OF_0_28 = (
    OF_0_24.replace("Nwipe exited", "Nwipe successfully exited")
    .replace(
        "Device /dev/sda has serial number W620MLT1", 'Found drive model="ST500", device path="/dev/sda",'
    )
    .replace('"/dev/sda",', '"/dev/sda", size="500 GB", serial number="W620MLT1"')
)
OF_0_30 = """[2026/05/12 02:24:34]  notice: Found /dev/sda, ATA, ST500LM021-1KJ15,  500 GB, S/N=W620MLT1
[2026/05/12 02:24:34]  notice: Invoking method 'Quick Erase' on /dev/sda
{said}
********************************************************************************
! Device | Status | Thru-put | HH:MM:SS | Model/Serial Number
--------------------------------------------------------------------------------
     sda |{status}|  98 MB/s | 01:25:00 | ST500LM021-1KJ15/W620MLT1
[2026/05/12 03:24:34]    info: Nwipe successfully exited.
"""
WRONG = "[2026/05/12 03:24:34] nwipe: error: 3 verification errors on device '/dev/sda'.\n"


@pytest.mark.parametrize(
    "log",
    [OF_0_24.format(said=""), OF_0_28.format(said=""), OF_0_30.format(said="", status=" Erased ")],
    ids=["0.24", "0.28", "0.30"],
)
def test_a_version_that_counts_no_errors_is_neither_a_proof_nor_a_failure(log):
    (finding,) = read_erasure(raw(log))
    assert ("avant la 0.31" in finding.refusal, finding.serial) == (True, "W620MLT1")


@pytest.mark.parametrize(
    "log",
    [
        OF_0_24.format(said=WRONG),
        OF_0_28.format(said=WRONG),
        OF_0_30.format(said="", status="UABORTED"),
        OF_0_30.format(said="", status="-FAILED-"),
    ],
    ids=["0.24", "0.28", "aborted", "failed"],
)
def test_the_failure_that_an_old_version_tells_is_one(log):
    (finding,) = read_erasure(raw(log))
    assert (finding.kind, finding.refusal) == (ProofKind.FAILED, "")
    assert f"{finding.at:%H:%M}" == "03:24"
