"""Somebody registered by the team: what was read aloud to them, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from ..models import Registration, RegistrationSource, Session
from .registrations import register_from_form

if TYPE_CHECKING:
    from datetime import datetime

    from ..forms import RegistrationForm


@transaction.atomic
def register_by_hand(
    session: Session,
    form: RegistrationForm,
    *,
    read_aloud_by: Any = None,
    idempotency_key: str = "",
    now: datetime | None = None,
) -> Registration:
    """Register the person that a valid `form` describes, as the team does for somebody who called.

    `read_aloud_by` is the user who read the notice aloud and heard « yes »; None when nobody did, and the
    registration then says so. Raises what `register_from_form()` raises.
    """
    registration = register_from_form(
        session, form, source=RegistrationSource.STAFF, idempotency_key=idempotency_key, now=now
    )
    registration.read_aloud_by = read_aloud_by
    if read_aloud_by is None:
        # Nobody was told anything yet: the confirmation says it.
        registration.consent_version, registration.consented_at = "", None
    registration.save(update_fields=["read_aloud_by", "consent_version", "consented_at"])
    return registration
