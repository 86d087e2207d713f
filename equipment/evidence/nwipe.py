"""Logs of nwipe: what they are worth as a proof, disk by disk.

Only « Erased », with no error in any table and the end of the log, is a proof. A percentage is none: an
erasure that was interrupted on its second pass of thirty-five is at « 100.00% ».
"""

from __future__ import annotations

import re
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from equipment.models import EvidenceFormat, ProofKind, Technology

from .errors import EvidenceRefused
from .findings import Finding
from .nwipe_lines import NOTED, Run, gather
from .placeholders import real_serial
from .snapshot import technology_of
from .units import in_bytes

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
