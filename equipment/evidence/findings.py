"""What a file says about the data of one disk, before anybody knows whether the disk is ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from equipment.models import EvidenceFormat, ProofKind


@dataclass(frozen=True)
class Finding:
    """One disk in a log or a certificate.

    `status` is the tool's own word. `kind` is what it is worth, `reason` why it is worth no more. `size` in
    bytes, `rounded` when the tool wrote it so. `at` has the time zone of the site: tools write none.
    `refusal` says why nothing is to be written of it, neither a proof nor a failure: `kind` counts no more.
    """

    format: EvidenceFormat
    device: str
    status: str
    kind: ProofKind
    serial: str = ""
    model: str = ""
    size: int | None = None
    tool: str = ""
    method: str = ""
    errors: int = 0
    reason: str = ""
    at: datetime | None = None
    # Who answers for a certificate typed by hand.
    signed_by: str = ""
    refusal: str = ""

    @property
    def erases(self) -> bool:
        """Whether it says, without any doubt, that the disk is erased or destroyed."""
        return not self.refusal and self.kind in {ProofKind.ERASED, ProofKind.DESTROYED}
