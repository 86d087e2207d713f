"""The writes of bookings, named by verb: `from maillage.bookings.services import register`."""

from .calls import call_again, note_not_reached, tick_call, untick_call
from .changes import cancel_registration, change_capacity, come_back, promote
from .dates import add_session, cancel_session, postpone_session
from .locks import lock_bookable_unit, lock_sessions
from .moves import move_session
from .offers import accept_offer, decline_offer, stay_together
from .previews import PlannedDate, preview_extension, preview_series
from .registrations import register, register_from_form
from .removal import delete_session, delete_unused_dates
from .self_service import change_registration, move_registration
from .series import create_series, extend_series
from .slots import free_slots
from .waiting_list import end_overdue_offers, fill_freed_seats

__all__ = [
    "PlannedDate",
    "accept_offer",
    "add_session",
    "call_again",
    "cancel_registration",
    "cancel_session",
    "change_capacity",
    "change_registration",
    "come_back",
    "create_series",
    "decline_offer",
    "delete_session",
    "delete_unused_dates",
    "end_overdue_offers",
    "extend_series",
    "fill_freed_seats",
    "free_slots",
    "lock_bookable_unit",
    "lock_sessions",
    "move_registration",
    "move_session",
    "note_not_reached",
    "postpone_session",
    "preview_extension",
    "preview_series",
    "promote",
    "register",
    "register_from_form",
    "stay_together",
    "tick_call",
    "untick_call",
]
