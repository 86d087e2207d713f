"""The writes of bookings, named by verb: `from maillage.bookings.services import register`."""

from .locks import lock_bookable_unit, lock_sessions
from .registrations import register, register_from_form
from .seats import cancel_registration, change_capacity, fill_freed_seats, promote

__all__ = [
    "cancel_registration",
    "change_capacity",
    "fill_freed_seats",
    "lock_bookable_unit",
    "lock_sessions",
    "promote",
    "register",
    "register_from_form",
]
