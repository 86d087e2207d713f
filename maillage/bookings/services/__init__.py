"""The writes of bookings, named by verb: `from maillage.bookings.services import register`."""

from maillage.bookings.services.changes import (
    cancel_registration,
    change_capacity,
    change_registration,
    come_back,
    move_registration,
    promote,
)
from maillage.bookings.services.notifications import call_again, note_not_reached, tick_call, untick_call
from maillage.bookings.services.registrations import register, register_from_form
from maillage.bookings.services.seats import free_slots, lock_bookable_unit, lock_sessions
from maillage.bookings.services.series import (
    PlannedDate,
    create_series,
    extend_series,
    preview_extension,
    preview_series,
)
from maillage.bookings.services.sessions import (
    add_session,
    cancel_session,
    delete_session,
    delete_unused_dates,
    move_session,
    postpone_session,
)
from maillage.bookings.services.waiting_list import (
    accept_offer,
    decline_offer,
    end_overdue_offers,
    fill_freed_seats,
    stay_together,
)

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
