"""Files of evidence: those of `data/`, and logs of nwipe made to measure."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from equipment.evidence.reading import RawFile

DATA = Path(__file__).parent / "data"
ENDING = "Nwipe successfully completed. See summary table for details."
INVENTORIES = sorted(DATA.glob("*-*.json")) + sorted(DATA.glob("*.xml"))


def raw(content: str | bytes) -> RawFile:
    """Return a file with this content, as it is once read."""
    data = content.encode() if isinstance(content, str) else content
    return RawFile(data, hashlib.sha256(data).hexdigest())


def sample(name: str) -> RawFile:
    """Return a file of `data/`."""
    return raw((DATA / name).read_bytes())


def document(name: str) -> Any:
    """Return a JSON file of `data/`, parsed."""
    return json.loads((DATA / name).read_text())


@dataclass(frozen=True)
class Wiped:
    """A disk in a log of nwipe; as it is, the erasure went without a fault."""

    device: str = "sda"
    bus: str = "ATA"
    model: str = "ST500LM021-1KJ15"
    serial: str = "W620MLT1"
    size: int = 500107862016
    status: str = " Erased "
    errors: str = "0 |                    0 |                    0"
    percent: str = "100.00%"
    said: tuple[str, ...] = ()


def nwipe_log(
    *disks: Wiped, version: str = "0.42", day: str = "2026/05/12", ending: str = ENDING, **left_out: bool
) -> str:
    """Return a log of nwipe about `disks`; `errors=False` or `status=False` leaves that table out."""
    lines = [_note(day, "info", f"nwipe {version}")]
    for disk in disks:
        found = f"Found /dev/{disk.device}, {disk.bus}, {disk.model},  500 GB, S/N={disk.serial}"
        lines.append(_note(day, "notice", found))
        lines += [_note(day, "warning", words) for words in disk.said]
    for disk in disks:
        sectors = f"/dev/{disk.device}, sect/blk/dev 512/4096/{disk.size}"
        lines.append(_note(day, "notice", sectors))
        lines.append(_note(day, "notice", f"Invoking method 'Fill With Zeros' on /dev/{disk.device}"))
        lines.append(_note(day, "notice", f"Finished final round 1 of 1 on /dev/{disk.device}"))
    if left_out.get("errors", True):
        lines += [
            "",
            _title("Error Summary"),
            "!   Device | Pass Errors | Verifications Errors | Fdatasync I\\O Errors",
        ]
        lines += [f"  {disk.device:>8} |           {disk.errors}" for disk in disks]
    lines += ["*" * 80, "", _title("Erasure Summary")]
    lines += [
        f"  {disk.device:>8} | {disk.size:>17} | {disk.size:>16} | {disk.percent:>17}" for disk in disks
    ]
    if left_out.get("status", True):
        lines += [
            "*" * 80,
            "",
            _title("Drive Status"),
            "!   Device | Status | Thru-put | HH:MM:SS | Model/Serial Number",
        ]
        lines += [f"  {disk.device:>8} |{disk.status}| 98 MB/s | 01:25:00 | {disk.model}/" for disk in disks]
    lines += ["-" * 80, "*" * 80, ""]
    lines.append(_note(day, "info", ending))
    return "\n".join(lines) + "\n"


def _note(day: str, level: str, words: str) -> str:
    return f"[{day} 02:24:34] {level:>7}: {words}"


def _title(words: str) -> str:
    return f" {words} ".center(80, "*")


def certificate(**cells: Any) -> str:
    """Return a typed certificate in JSON; as it is, of a disk well erased."""
    good = {
        "serial": "W620MLT1",
        "tool": "DBAN 2.3",
        "method": "three passes",
        "date": "2026-05-12",
        "by": "Les Puces, atelier",
        "result": "erased",
    }
    return json.dumps({**good, **cells})
