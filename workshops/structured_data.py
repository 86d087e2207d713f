"""What search engines read about a workshop beside its dates: its price and its ages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from maillage.bookings.public import structured_data

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    from maillage.bookings.models import Session
    from workshops.models import WorkshopPage


def events_json(page: WorkshopPage, sessions: Sequence[Session], request: HttpRequest | None) -> SafeString:
    """Return the first dates of `sessions` as JSON-LD, safe inside a <script>; empty without any date."""
    return structured_data.events_json(page, sessions, request, **_own(page))


def events(
    page: WorkshopPage, sessions: Sequence[Session], request: HttpRequest | None
) -> list[dict[str, Any]]:
    """Return one schema.org Event for each of `sessions`."""
    return structured_data.events(page, sessions, request, **_own(page))


def _own(page: WorkshopPage) -> dict[str, Any]:
    shared: dict[str, Any] = {"isAccessibleForFree": page.is_free}
    if page.age_from is not None or page.age_to is not None:
        shared["typicalAgeRange"] = f"{page.age_from or 0}-{page.age_to or ''}"
    return {"price": page.price if page.price is not None else page.members_price, "shared": shared}
