"""What every refusal of bookings is."""

from __future__ import annotations

from maillage.places.errors import Refusal


class BookingError(Refusal):
    """A registration or a change of date that cannot be made. `str()` is fit to be shown."""
