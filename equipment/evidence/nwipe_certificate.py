"""The PDF certificates of nwipe (0.35 to 0.42): one for a disk, or a « System Erasure Report » for all.

A label and its value are two texts on one line, in whatever order the file draws them: their place pairs
them. Neither a percentage nor a picture is believed: the status, the rounds and the errors tell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from equipment.evidence.findings import EvidenceRefused, Finding
from equipment.evidence.nwipe import ERASED, LONGEST_COUNT, MOST_DEVICES, STATUSES, Run, finding_of
from equipment.evidence.values import phrase
from equipment.models import EvidenceFormat, ProofKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from equipment.evidence.pdf import Document, Word


Words = list["Word"]
_FOOTER = re.compile(r"^Disc Erasure by NWIPE version (\d+\.\d[\d.]*)")
_ERASURE_PAGE = re.compile(r"^Page \d+ - Erasure Status$")
_SYSTEM, _DISK = "System Erasure Report", "Disk Erasure Report"
_LABELS = {
    "make/model:": "model",
    "make:": "model",
    "serial:": "serial",
    "s/n:": "serial",
    "bus:": "bus",
    "size(apparent):": "size",
    "size(real):": "",
    "start time:": "",
    "end time:": "end",
    "duration:": "",
    "status:": "status",
    "method:": "method",
    "prng algorithm:": "",
    "final pass(zeros/ones/none):": "",
    "verify pass(last/all/none):": "",
    "blanking pass:": "",
    "verify(last/all/none):": "",
    "*bytes erased:": "bytes",
    "rounds(completed/requested):": "rounds",
    "hpa/dco:": "hidden",
    "hpa/dco size:": "",
    "errors(pass/sync/verify):": "errors",
    "errors(pass/sync/verify/retries):": "errors",
    "throughput:": "",
}
# What a disk without a model or a number still has.
_NEEDED = ("status", "rounds", "errors", "bytes", "hidden", "end", "method")
# How far two texts of one line may be apart, and how far above its first line a disk's own begin, in points.
LINE, ABOVE = 2.0, 5.0
_COUNT = re.compile(rf"\d{{1,{LONGEST_COUNT}}}")


def is_certificate(document: Document) -> bool:
    """Tell whether the PDF is one of nwipe."""
    return any(_FOOTER.match(word.text) for page in document.pages for word in page)


def read(document: Document) -> list[Finding]:
    """Return a finding for each disk; raises EvidenceRefused when no page tells of an erasure."""
    version = next(
        found[1] for page in document.pages for word in page if (found := _FOOTER.match(word.text))
    )
    disks = [disk for page in document.pages for disk in _disks_on(list(page))]
    if not disks:
        raise EvidenceRefused(
            _("This PDF of nwipe tells of no erasure: its first page is missing."), code="incomplete"
        )
    return [_finding(disk, f"nwipe {version}") for disk in disks[:MOST_DEVICES]]


@dataclass(frozen=True)
class _Disk:
    """What the certificate writes of one disk, by label; a label that comes twice has two texts."""

    said: dict[str, list[str]]

    def text(self, name: str) -> str:
        """Return what stands beside the label, nothing when that is missing or doubtful."""
        texts = self.said.get(name, [])
        return texts[0] if len(texts) == 1 else ""


def _disks_on(page: Words) -> Iterator[_Disk]:
    titles = {word.text for word in page}
    if not any(map(_ERASURE_PAGE.match, titles)):
        return
    if _SYSTEM in titles:
        yield from _disks_of_the_system(page)
    elif _DISK in titles:
        # Above stand the customer's name and address, which may say anything.
        top = max((word.y for word in page if word.text == "Disk Information"), default=0)
        yield _Disk(_paired([word for word in page if word.y < top]))


def _disks_of_the_system(page: Words) -> Iterator[_Disk]:
    """Each disk begins with its « Make: »; its status is written sideways, beside its last lines."""
    tops = sorted({word.y for word in page if word.text == "Make:"}, reverse=True)
    for top, below in zip(tops, [*tops[1:], 0], strict=True):
        own = [word for word in page if below + ABOVE < word.y <= top + ABOVE]
        said = _paired([word for word in own if word.text not in STATUSES])
        yield _Disk({**said, "status": [word.text for word in own if word.text in STATUSES]})


def _paired(words: Words) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    rest = sorted(words, key=lambda word: -word.y)
    while rest:
        line = sorted((word for word in rest if rest[0].y - word.y <= LINE), key=lambda word: word.x)
        rest = rest[len(line) :]
        for label, value in zip(line, [*line[1:], None], strict=True):
            name = _LABELS.get(label.text.lower())
            if name:
                has_value = value is not None and value.text.lower() not in _LABELS
                said.setdefault(name, []).append(value.text if value is not None and has_value else "")
    return said


def _finding(disk: _Disk, tool: str) -> Finding:
    model = phrase(disk.text("model"), 80)
    missing = next((name for name in _NEEDED if not disk.text(name)), "")
    run = Run(device=model[:40] or phrase(disk.text("serial"), 40))
    if missing or disk.text("status") not in STATUSES:
        return Finding(
            format=EvidenceFormat.NWIPE_PDF,
            device=run.device,
            status=phrase(disk.text("status"), 40),
            kind=ProofKind.FAILED,
            refusal=_("A part of this certificate cannot be read: nothing is noted. Make the PDF again."),
        )
    erased = disk.text("status") == STATUSES[0]
    run.model, run.serial, run.bus = model, phrase(disk.text("serial"), 80), disk.text("bus").upper()[:20]
    run.size, run.method = _size(disk.text("size")), phrase(disk.text("method"), 80)
    run.started = run.ended = True
    run.status = ERASED if erased else disk.text("status")
    if erased and not _all_rounds(disk.text("rounds")):
        run.status = "ABORTED"
    run.errors, run.retries = _errors(disk.text("errors"))
    run.percent = _percent(disk.text("bytes"))
    run.hidden = not disk.text("hidden").startswith(("No hidden sectors", "Not applicable"))
    run.at = disk.text("end")
    return finding_of(run, tool, format_=EvidenceFormat.NWIPE_PDF)


def _size(written: str) -> int | None:
    """Return the bytes of « 67 MB, 67108864 bytes », « 500 GB,500107862016B »."""
    read = re.search(r",\s*(\d{1,19})\s*(?:bytes|B)\b", written, re.IGNORECASE)
    return int(read[1]) if read else None


def _all_rounds(written: str) -> bool:
    done, _slash, asked = written.partition("/")
    return bool(_COUNT.fullmatch(done) and _COUNT.fullmatch(asked)) and int(done) == int(asked) > 0


def _errors(written: str) -> tuple[tuple[int, ...] | None, int]:
    """Return the errors of the passes, the verifications and the writing out; and the tries, since 0.42."""
    counts = written.split("/")
    if len(counts) not in {3, 4} or not all(map(_COUNT.fullmatch, counts)):
        return None, 0
    passes, syncs, verifications, *tries = map(int, counts)
    return (passes, verifications, syncs), sum(tries)


def _percent(written: str) -> float:
    read = re.search(r"\((\d{1,3}(?:\.\d+)?)%\)", written)
    return float(read[1]) if read else 0.0
