"""Which methods reach all of a flash disk, and what `nvme sanitize-log` says of one."""

from __future__ import annotations

import json

import pytest

from equipment.evidence.findings import EvidenceRefused, reaches_all_of_flash
from equipment.evidence.recognize import read_erasure
from equipment.models import ProofKind
from tests.equipment.evidence_samples import raw

REACHING = (
    *("NVMe sanitize: Block Erase", "Sanitize: Crypto Scramble, Fill With Zeros", "nvme sanitize -a 4"),
    *("hdparm --sanitize-block-erase", "Crypto erase", "cryptographic erasure", "Effacement cryptographique"),
    *("nvme format --ses=1", "nvme format -s2", "nvme format (ses=2)", "NVMe format, user data erase"),
    *("Enhanced secure erase", "ATA Secure Erase (enhanced)", "Effacement sécurisé étendu", "PSID revert"),
    *("NIST 800-88 Purge", "Effacer contenu et réglages", "TCG Opal revert"),
)
NOT_REACHING = (
    *("", "three passes", "Fill With Zeros", "DoD 5220.22-M", "réécriture complète"),
    *("blkdiscard", "blkdiscard --secure sanitize", "TRIM", "nvme format", "nvme format --ses=0"),
    *(
        "ATA secure erase",
        "effacement sécurisé",
        "NIST 800-88 Clear",
        "formatage",
        "réinitialisation d’usine",
    ),
)


@pytest.mark.parametrize(
    ("method", "reaches"), [(one, True) for one in REACHING] + [(one, False) for one in NOT_REACHING]
)
def test_a_method_reaches_all_of_a_flash_disk_or_not(method, reaches):
    assert reaches_all_of_flash(method) is reaches


# The text of nvme-cli 1.8 ends its title with a colon, that of 1.16 and after with a blank and a colon.
def as_text(progress=65535, status=0x101, command=0x2, *, old=False):
    gap, end = ("", "):") if old else (" ", ") :")
    return (
        f"Sanitize Progress                     {gap}(SPROG) :  {progress}\n"
        f"Sanitize Status                       {gap}(SSTAT) :  {status:#x}\n"
        f"Sanitize Command Dword 10 Information (SCDW10{end}  {command:#x}\n"
        f"Estimated Time For Overwrite                  {gap}:  4294967295\n"
    )


def as_json(progress=65535, status=0x101, command=0x2):
    sstat = {
        "global_erased": status >> 8,
        "no_cmplted_passes": 0,
        "status": f"({status & 7}) Most Recent Sanitize Command.",
    }
    return json.dumps({"nvme0": {"sprog": progress, "sstat": sstat, "cdw10_info": command}})


ROWS = [
    ({}, ProofKind.ERASED, ""),
    # It left the blocks allocated, and succeeded.
    ({"status": 0x104}, ProofKind.ERASED, ""),
    ({"command": 0x4}, ProofKind.ERASED, ""),
    ({"status": 0x3}, ProofKind.FAILED, ""),
    ({"status": 0x0, "progress": 65535}, None, "jamais reçu"),
    ({"status": 0x100}, None, "jamais reçu"),
    ({"status": 0x2, "progress": 30000}, None, "pas fini"),
    ({"progress": 30000}, None, "pas fini"),
    ({"status": 0x1}, None, "On a écrit"),
    ({"command": 0x1}, None, "ne dit pas quel"),
    ({"status": 0x105}, None, "ne dit pas quel"),
]


@pytest.mark.parametrize(("changes", "kind", "refusal"), ROWS)
@pytest.mark.parametrize("written", [as_text, as_json])
def test_what_the_log_of_a_sanitize_is_worth(written, changes, kind, refusal):
    (finding,) = read_erasure(raw(written(**changes)))
    assert (refusal in finding.refusal, bool(finding.refusal)) == (True, bool(refusal))
    assert kind in {None, finding.kind}


def test_the_log_of_an_old_nvme_cli_is_read():
    (finding,) = read_erasure(raw(as_text(old=True)))
    assert (finding.kind, finding.method, finding.serial) == (
        ProofKind.ERASED,
        "NVMe sanitize: Block Erase",
        "",
    )


@pytest.mark.parametrize(
    "content",
    [
        "\n".join(as_text().splitlines()[:2]),
        json.dumps({"nvme0": {"sstat": {"status": "(1) Completed"}}}),
        json.dumps({"nvme0": {"sprog": "65535", "sstat": {"status": "Completed"}, "cdw10_info": 2}}),
    ],
)
def test_a_log_of_a_sanitize_that_lacks_a_line_is_refused(content):
    with pytest.raises(EvidenceRefused, match="coupé"):
        read_erasure(raw(content))
