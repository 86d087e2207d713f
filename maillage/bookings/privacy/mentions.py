"""People whom somebody else wrote down: found by the name that stands beside a reference.

Who comes with a group, or registers a neighbour, left no contact of their own. The reference of their
own registration tells their name, and where else in the same organisation it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from maillage.bookings.models import Registration

if TYPE_CHECKING:
    from collections.abc import Iterable


def mentions_of(own: Iterable[Registration]) -> list[Registration]:
    """Return the registrations of others that name one of `own`, as a companion or as who registered."""
    own = list(own)
    found = []
    for registration in _others(own):
        names = _names_for(registration, own)
        if names & _named_in(registration):
            found.append(registration)
    return found


def forget_mentions_of(own: Iterable[Registration]) -> int:
    """Take the names of `own` out of other people's registrations; return out of how many.

    The contact goes with the name when it is theirs: they registered somebody else.
    """
    own = list(own)
    contacts = {contact for row in own for contact in (row.phone, row.email.casefold()) if contact}
    mentions = mentions_of(own)
    for registration in mentions:
        names = _names_for(registration, own)
        registration.companions = [name for name in registration.companions if _same(name) not in names]
        if _same(registration.relay_name) in names:
            registration.relay_name = registration.relay_role = ""
            registration.phone = "" if registration.phone in contacts else registration.phone
            registration.email = "" if registration.email.casefold() in contacts else registration.email
        registration.save(update_fields=["companions", "relay_name", "relay_role", "phone", "email"])
    return len(mentions)


def as_mention(registration: Registration) -> dict[str, Any]:
    """Say that a person stands in somebody else's registration, without telling whose it is."""
    return {
        "named_beside": registration.organization.name,
        "dates": [session.start.isoformat() for session in registration.sessions.all()],
        "kept_until": registration.expires_on.isoformat(),
    }


def _others(own: list[Registration]) -> Iterable[Registration]:
    organizations = {row.organization_id for row in own}
    others = Registration.objects.filter(organization__in=organizations, anonymized_at=None)
    named = others.exclude(companions=[]) | others.exclude(relay_name="")
    keys = [row.pk for row in own]
    return (
        named.exclude(pk__in=keys).select_related("organization").prefetch_related("sessions").order_by("pk")
    )


def _names_for(registration: Registration, own: list[Registration]) -> set[str]:
    same = (row for row in own if row.organization_id == registration.organization_id)
    return {_same(row.name) for row in same if row.name}


def _named_in(registration: Registration) -> set[str]:
    return {_same(name) for name in [*registration.companions, registration.relay_name] if name}


def _same(name: str) -> str:
    """Return `name` as it is compared: whatever its case and its spaces."""
    return " ".join(name.casefold().split())
