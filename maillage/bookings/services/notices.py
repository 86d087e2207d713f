"""Writes in the outbox what a person must hear, in the transaction of the change itself."""

from __future__ import annotations

from maillage.outbox.services import enqueue

from ..models import Registration, Session


def tell(
    kind: str, registration: Registration, *, occasion: str = "", session: Session | None = None
) -> None:
    """Enqueue the message `kind` for `registration`, once for each `occasion`.

    `session` is the one date it is about, all of the registration's otherwise. A person without
    an e-mail address gets none: the team calls them.
    """
    if not registration.email:
        return
    params = {"registration": registration.pk}
    if session is not None:
        params["session"] = session.pk
    enqueue(
        kind=kind,
        params=params,
        key=f"{kind}:{registration.public_id}:{occasion}",
        subject_reference=registration.reference,
        organization=registration.organization,
    )
