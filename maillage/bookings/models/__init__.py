"""Dates and the people who come: a file for each noun."""

from .answer import Answer, AnswerFile, Guardian
from .attendance import CountCategory, HeadCount, PaymentMeans, VolunteerTime
from .bookable import BookablePageMixin, BookingMode
from .broadcast import Broadcast
from .call import NEWS_OF_A_DATE, OFFER, Call, CallAnswer
from .registered_date import Attendance, RegisteredDate
from .registration import Registration, RegistrationSource, RegistrationStatus, RelayRole
from .series import SessionSeries
from .session import Session, SessionStatus

__all__ = [
    "NEWS_OF_A_DATE",
    "OFFER",
    "Answer",
    "AnswerFile",
    "Attendance",
    "BookablePageMixin",
    "BookingMode",
    "Broadcast",
    "Call",
    "CallAnswer",
    "CountCategory",
    "Guardian",
    "HeadCount",
    "PaymentMeans",
    "RegisteredDate",
    "Registration",
    "RegistrationSource",
    "RegistrationStatus",
    "RelayRole",
    "Session",
    "SessionSeries",
    "SessionStatus",
    "VolunteerTime",
]
