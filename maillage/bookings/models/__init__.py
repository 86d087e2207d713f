"""Dates and the people who come: a file for each noun."""

from maillage.bookings.models.answer import Answer, AnswerFile, Guardian
from maillage.bookings.models.day import CountCategory, HeadCount, PaymentMeans, VolunteerTime
from maillage.bookings.models.messages import NEWS_OF_A_DATE, OFFER, Broadcast, Call, CallAnswer
from maillage.bookings.models.page import BookablePageMixin, BookingMode
from maillage.bookings.models.registration import (
    Attendance,
    RegisteredDate,
    Registration,
    RegistrationSource,
    RegistrationStatus,
    RelayRole,
)
from maillage.bookings.models.session import Session, SessionSeries, SessionStatus

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
