"""Logs of nwipe, gathered by disk: what they are worth as a proof."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from equipment.evidence.findings import EvidenceRefused, Finding
from equipment.evidence.snapshot import technology_of
from equipment.evidence.values import in_bytes, phrase, real_serial
from equipment.models import EvidenceFormat, ProofKind, Technology

MOST_DEVICES = 64
COLUMNS = 4
LONGEST_COUNT = 9
NOTED = re.compile(
    r"^\[(?P<at>\d{4}/\d\d/\d\d \d\d:\d\d:\d\d)\]\s+(?:nwipe: )?(?P<level>[a-z]+):\s?(?P<words>.*)$"
)
FOUND = re.compile(
    r"^Found (?P<device>/dev/\S+?),\s*(?P<bus>[^,]*),\s*(?P<model>.*),"
    r"\s*(?P<size>[^,]*),\s*S/N=(?P<serial>.*)$"
)
# As 0.28 writes it, and 0.24 to 0.26, which tell the number and the size of what is erased only.
FOUND_BEFORE = re.compile(
    r'^Found drive model="(?P<model>[^"]*)", device path="(?P<device>/dev/[^"]+)", size="(?P<size>[^"]*)",'
    r' serial number="(?P<serial>[^"]*)"'
)
NUMBERED = re.compile(r"^Device (?P<device>/dev/\S+) has serial number (?P<serial>.*)$")
SIZED = re.compile(r"^Device '(?P<device>/dev/[^']+)' is size (?P<size>\d+)\.$")
STARTED = re.compile(r"^Invoking method '(?P<method>[^']*)' on (?:device )?'?(?P<device>/dev/[^\s']+)")
# A command of the disk itself, given before the overwriting; « has completed » says neither yes nor no.
SANITIZED = re.compile(
    r"^(?P<device>/dev/\S+): SANITIZE action '(?P<action>Block Erase|Crypto Scramble|Crypto Erase|Overwrite)'"
    r" was successful"
)
GEOMETRY = re.compile(r"^(?P<device>/dev/\S+), sect/blk/dev \d+/\d+/(?P<size>\d+)$")
GEOMETRY_OF = re.compile(r"^(?P<device>/dev/\S+): Device geometry")
TOTAL_BYTES = re.compile(r"^Total device bytes\s*=\s*(?P<size>\d+)$")
VERSION = re.compile(r"\bnwipe (?P<version>\d+\.\d[\d.]*)")
HIDDEN = re.compile(
    r"(?:HIDDEN SECTORS (?:DETECTED|INDETERMINATE)|HPA is enabled)(?:.*?\bon (?P<device>/dev/[^\s,]+))?",
    re.IGNORECASE,
)
NO_PASS_THROUGH = re.compile(r"^(?P<device>/dev/\S+) USB bridge, no pass-through")
PROBLEM = re.compile(r"FAILURE|verification failed|short (?:read|write)", re.IGNORECASE)
DEVICE = re.compile(r"/dev/[A-Za-z0-9/._-]+")
ENDED = re.compile(r"^Nwipe (?:successfully (?:completed|exited)|was aborted|exited)", re.IGNORECASE)
TABLE = re.compile(r"^\*{10,} (?P<title>[A-Za-z ]+) \*{10,}$")
TABLES = ("Error Summary", "Erasure Summary", "Drive Status")
# Before 0.31 the only table had no title, each line named the program, and the end said no more than that.
OLD_LINE = re.compile(r"^\[[^\]]{19}\] nwipe: [a-z]+:")
OLD_END = re.compile(r"^Nwipe (?:successfully )?exited\.$")


@dataclass
class Run:
    """What the log says of one disk, in its last run."""

    device: str
    bus: str = ""
    model: str = ""
    serial: str = ""
    size_text: str = ""
    size: int | None = None
    found: bool = False
    method: str = ""
    started: bool = False
    status: str = ""
    # Errors of the passes, of the verifications, of the writing out; None when the table is not there.
    errors: tuple[int, ...] | None = None
    percent: float | None = None
    problems: int = 0
    # Hidden sectors are there, or nobody could tell; `bridged`: a USB adapter stood in between.
    hidden: bool = False
    bridged: bool = False
    # The command with which the disk erased itself, before it was overwritten or instead.
    sanitized: str = ""
    # Tries that the certificate counts and the log does not: the disk answered in the end.
    retries: int = 0
    ended: bool = False
    at: str = ""


@dataclass
class Log:
    """The whole file: its disks, by name, in the order in which they were found."""

    version: str = ""
    runs: dict[str, Run] = field(default_factory=dict)
    table: str = ""
    geometry: str = ""
    # Hidden sectors of a disk that the line does not name: any of them.
    hidden: bool = False
    # Of a version that wrote no table of errors.
    old: bool = False
    last_at: str = ""

    def run(self, device: str) -> Run:
        """Return what is known of `device`, made when it is new."""
        if device not in self.runs and len(self.runs) >= MOST_DEVICES:
            return Run(device)
        return self.runs.setdefault(device, Run(device))

    def under_way(self) -> list[Run]:
        """Return the disks being erased: a failure that names none may be that of any of them."""
        return [run for run in self.runs.values() if run.started and not run.status]

    def named(self, device: str) -> list[Run]:
        """Return what is known under the name `device`: a disk, or the disks of an NVMe controller."""
        spaces = [run for name, run in self.runs.items() if re.fullmatch(re.escape(device) + r"n\d+", name)]
        return spaces if spaces and device not in self.runs else [self.run(device)]


def gather(text: str) -> Log:
    """Return the disks of a log. A line that is not understood is left out: it proves nothing."""
    log = Log()
    for line in text.splitlines():
        noted = NOTED.match(line)
        log.old = log.old or bool(OLD_LINE.match(line))
        if noted is None:
            _row_of_table(log, line.strip())
            continue
        log.table, log.last_at = "", noted["at"]
        _note(log, noted["level"], noted["words"].strip(), noted["at"])
    for run in log.runs.values():
        run.hidden = run.hidden or log.hidden
        # A run without an end has said its last word where the log stops: the whole log is newer.
        run.at = run.at or log.last_at
    return log


def _note(log: Log, level: str, words: str, at: str) -> None:
    if version := VERSION.search(words):
        log.version = version["version"]
    for pattern, take in _NOTES:
        if read := pattern.search(words):
            take(log, read, at)
            break
    if PROBLEM.search(words) or level in {"error", "fatal", "sanity"}:
        device = DEVICE.search(words)
        for run in log.named(device[0]) if device else log.under_way():
            run.problems += 1


def _found(log: Log, read: re.Match[str], at: str) -> None:
    """A run begins by finding every disk: what a former run said of it no longer counts.

    Hidden sectors still do: 0.33 writes of them before it writes that the disk was found.
    """
    former = log.runs.pop(read["device"], Run(read["device"]))
    run = log.run(read["device"])
    run.hidden, run.bridged = former.hidden, former.bridged
    said = read.groupdict()
    run.found, run.bus, run.size_text = True, phrase(said.get("bus"), 20).upper(), phrase(read["size"], 20)
    run.model, run.serial = phrase(read["model"], 80), phrase(read["serial"], 80)


def _started(log: Log, read: re.Match[str], at: str) -> None:
    run = log.run(read["device"])
    run.started, run.method = True, phrase(read["method"], 80)
    run.status, run.errors, run.percent, run.ended, run.problems = "", None, None, False, 0


def _numbered(log: Log, read: re.Match[str], at: str) -> None:
    log.run(read["device"]).serial = phrase(read["serial"], 80)


def _sanitized(log: Log, read: re.Match[str], at: str) -> None:
    for run in log.named(read["device"]):
        run.sanitized, run.problems = read["action"], 0


def _sized(log: Log, read: re.Match[str], at: str) -> None:
    log.run(read["device"]).size = int(read["size"][:19])


def _geometry(log: Log, read: re.Match[str], at: str) -> None:
    log.geometry = read["device"]


def _total(log: Log, read: re.Match[str], at: str) -> None:
    if log.geometry:
        log.run(log.geometry).size = int(read["size"][:19])


def _hides(log: Log, read: re.Match[str], at: str) -> None:
    if read["device"] is None:
        log.hidden = True
    else:
        log.run(read["device"]).hidden = True


def _bridged(log: Log, read: re.Match[str], at: str) -> None:
    log.run(read["device"]).bridged = True


def _ended(log: Log, read: re.Match[str], at: str) -> None:
    """The last line of a run: every disk that has its status is then told in full."""
    log.old = log.old or bool(OLD_END.match(read.string))
    for run in log.runs.values():
        if (run.status or run.sanitized) and not run.ended:
            run.ended, run.at = True, at


_NOTES: tuple[tuple[re.Pattern[str], Callable[[Log, re.Match[str], str], None]], ...] = (
    (FOUND, _found),
    (FOUND_BEFORE, _found),
    (NUMBERED, _numbered),
    (STARTED, _started),
    (SANITIZED, _sanitized),
    (GEOMETRY, _sized),
    (SIZED, _sized),
    (GEOMETRY_OF, _geometry),
    (TOTAL_BYTES, _total),
    (HIDDEN, _hides),
    (NO_PASS_THROUGH, _bridged),
    (ENDED, _ended),
)


def _row_of_table(log: Log, line: str) -> None:
    if title := TABLE.match(line):
        log.table = title["title"].strip()
        return
    cells = [cell.strip() for cell in line.lstrip("!").split("|")]
    if cells[:2] == ["Device", "Status"] and not log.table:
        log.table, log.old = "Drive Status", True
    if log.table not in TABLES or len(cells) < COLUMNS or cells[0] == "Device":
        return
    name = cells[0] if cells[0].startswith("/dev/") else f"/dev/{cells[0]}"
    if not DEVICE.fullmatch(name):
        return
    run = log.run(name)
    if log.table == "Error Summary":
        run.errors = tuple(
            int(cell) for cell in cells[1:4] if cell.isdecimal() and len(cell) <= LONGEST_COUNT
        )
    elif log.table == "Erasure Summary":
        run.percent = float(cells[3].rstrip("%")) if re.fullmatch(r"\d{1,3}(\.\d+)?%", cells[3]) else 0.0
    else:
        run.status = phrase(cells[1], 12)


# How far into the file a log says that it is one.
HEAD = 20_000
# Passes, verifications, writing out: the columns of the table of errors.
COUNTED = 3
WHOLE = 100
ERASED = "Erased"
# How nwipe says that it ended, whatever is around the word: « UABORTED », « -FAILED- ».
STATUSES = ("ERASED", "ABORTED", "FAILED", "INSANITY")
_IS_NWIPE = re.compile(r"\bnwipe\b|Starting round|Drive Status", re.IGNORECASE)


def is_nwipe(text: str) -> bool:
    """Tell whether `text` is a log of nwipe, whole or cut."""
    head = text[:HEAD]
    return bool(_IS_NWIPE.search(head)) and any(NOTED.match(line) for line in head.splitlines())


def read(text: str) -> list[Finding]:
    """Return a finding for each disk that the log set out to erase; raises EvidenceRefused without any."""
    log = gather(text)
    runs = [run for run in log.runs.values() if run.started or run.status or run.sanitized]
    if not runs:
        raise EvidenceRefused(_("This log of nwipe tells of no erasure: no disk was chosen."))
    tool = f"nwipe {log.version}".strip()
    return [finding_of(run, tool, refusal=_too_old(run) if log.old else "") for run in runs]


def finding_of(
    run: Run, tool: str, *, format_: EvidenceFormat = EvidenceFormat.NWIPE, refusal: str = ""
) -> Finding:
    """Return what a run is worth, whether a log told it or a certificate."""
    kind, reason = _worth(run)
    return Finding(
        format=format_,
        device=run.device,
        status=run.status,
        kind=kind,
        serial=real_serial(run.serial),
        model=run.model,
        size=run.size or in_bytes(run.size_text),
        tool=tool[:40],
        method=_method(run)[:80],
        errors=min(sum(run.errors or ()) + run.problems, 2**31 - 1),
        reason=reason,
        at=_moment(run.at),
        refusal=refusal or _unknown_status(run),
    )


def _method(run: Run) -> str:
    sanitized = f"Sanitize: {run.sanitized}" if run.sanitized else ""
    return ", ".join(filter(None, [sanitized, run.method]))


def _unknown_status(run: Run) -> str:
    """Return why a word that nwipe does not write is neither a proof nor a failure."""
    if not run.status or run.status.upper().strip("-").endswith(STATUSES):
        return ""
    message = _("The log does not say how the erasure ended (“%(status)s”): nothing is noted. Copy it again.")
    return message % {"status": run.status}


def _too_old(run: Run) -> str:
    """Return why a log without a table of errors proves nothing; a failure that it tells is still one."""
    failed = run.problems or run.status.strip("-").endswith(STATUSES[1:])
    if failed or run.errors is not None:
        return ""
    return _(
        "This version of nwipe (before 0.31) does not write the errors of each disk: its log proves nothing,"
        " and nothing is noted. Erase the disk again with a newer one, on ShredOS for example, or type a"
        " certificate on the machine’s card."
    )


def _worth(run: Run) -> tuple[ProofKind, str]:
    """Return what the run proves, and why no more."""
    problem = _why_not_erased(run)
    if problem:
        return ProofKind.FAILED, problem
    if run.hidden or (run.bridged and "USB" in run.bus):
        return ProofKind.RESERVE, _("Sectors are hidden, or could not be looked for: they were not erased.")
    if run.retries:
        message = _("The disk answered only after %(count)d new tries: it is worn.")
        return ProofKind.RESERVE, message % {"count": run.retries}
    if is_flash(run) and not run.sanitized:
        return ProofKind.RESERVE, _("This disk is flash memory: overwriting does not reach all of it.")
    return ProofKind.ERASED, ""


def _why_not_erased(run: Run) -> str:
    return _why_not_finished(run) or _why_not_clean(run)


def _why_not_finished(run: Run) -> str:
    if not run.started and not run.sanitized:
        return _("The beginning of the log is missing: nothing says which disk was erased.")
    if not run.status and run.problems:
        return _("The log tells of failures on this disk: it proves nothing.")
    if _is_cut(run):
        return _("The log is cut before the end: nothing says that the disk is erased.")
    return _why_not_by_its_status(run) if run.started else ""


def _is_cut(run: Run) -> bool:
    """Tell whether the run has not said its last word; a failure needs no end."""
    has_status = bool(run.status) or not run.started
    return not has_status or (run.status in {"", ERASED} and not run.ended)


def _why_not_by_its_status(run: Run) -> str:
    if run.status.upper().endswith("ABORTED"):
        return _("The erasure was interrupted, whatever the percentage says. Start it again.")
    if "FAILED" in run.status.upper():
        return _("The erasure failed. Start it again, or destroy the disk.")
    if run.status != ERASED:
        return _("The log does not say that the disk is erased: “%(status)s”.") % {"status": run.status}
    return ""


def _why_not_clean(run: Run) -> str:
    if run.sanitized and not run.started:
        # The disk erased itself, and nothing was overwritten: no table counts anything.
        return ""
    if run.errors is None or len(run.errors) != COUNTED:
        return _("The table of errors is missing from the log: it proves nothing.")
    if any(run.errors):
        passes, verifications, writes = run.errors
        counted = {"passes": passes, "verifications": verifications, "writes": writes}
        return (
            _("Errors: %(passes)d in erasing, %(verifications)d in verifying, %(writes)d in writing out.")
            % counted
        )
    if run.problems:
        return _("The log tells of failures on this disk: it proves nothing.")
    if run.percent is not None and run.percent < WHOLE:
        return _("Only %(percent)s %% of the disk was erased.") % {"percent": f"{run.percent:g}"}
    return ""


def is_flash(run: Run) -> bool:
    """Tell whether the log says that the disk is an SSD, by its bus or by its name."""
    return technology_of(run.bus.replace("-", " "), run.model, run.device) == Technology.SSD


def _moment(written: str) -> datetime | None:
    """Return the moment that the log gives, in the site's time zone: nwipe writes none."""
    try:
        return timezone.make_aware(datetime.strptime(written, "%Y/%m/%d %H:%M:%S"))  # noqa: DTZ007
    except (ValueError, OverflowError):
        return None
