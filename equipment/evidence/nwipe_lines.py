"""The lines of a log of nwipe, gathered by disk (its `logging.c`, versions 0.24 to 0.42 and what follows).

Before 0.31 there is no table of errors, before 0.30 none at all: such a log tells of failures only.

One file may hold several runs, one after the other: the last word about a disk is that of its last run.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from .cleaning import phrase

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
