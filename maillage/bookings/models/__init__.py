"""Dates and the people who come: a file for each noun."""

from .bookable import BookablePageMixin, BookingMode
from .registration import RegisteredDate, Registration, RegistrationSource, RegistrationStatus
from .series import SessionSeries
from .session import Session, SessionStatus

__all__ = [
    "BookablePageMixin",
    "BookingMode",
    "RegisteredDate",
    "Registration",
    "RegistrationSource",
    "RegistrationStatus",
    "Session",
    "SessionSeries",
    "SessionStatus",
]
