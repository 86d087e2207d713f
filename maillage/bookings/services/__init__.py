"""The writes of bookings, named by verb: `from maillage.bookings.services import register`."""

from .dates import add_session, cancel_session, move_session
from .locks import lock_bookable_unit, lock_sessions
from .registrations import register, register_from_form
from .removal import delete_session, delete_unused_dates
from .seats import cancel_registration, change_capacity, fill_freed_seats, promote
from .series import PlannedDate, create_series, extend_series, preview_extension, preview_series

__all__ = [
    "PlannedDate",
    "add_session",
    "cancel_registration",
    "cancel_session",
    "change_capacity",
    "create_series",
    "delete_session",
    "delete_unused_dates",
    "extend_series",
    "fill_freed_seats",
    "lock_bookable_unit",
    "lock_sessions",
    "move_session",
    "preview_extension",
    "preview_series",
    "promote",
    "register",
    "register_from_form",
]
