"""The addresses of dates and registrations: the public ones, and the admin's below `/admin/bookings/`."""

from django.urls import path, register_converter
from django.views.i18n import JavaScriptCatalog

from maillage.bookings.admin.broadcasts import BroadcastView
from maillage.bookings.admin.calls import CallsView, DateCallsView, OfferAnswerView, TickCallView
from maillage.bookings.admin.check_in import CheckInView, SheetView, TapsView
from maillage.bookings.admin.counts import AddVolunteerView, CountsView, RemoveVolunteerView
from maillage.bookings.admin.facilitator import CancelLedDateView, LedDatesView
from maillage.bookings.admin.offline_actions import WorkerView
from maillage.bookings.admin.payment_methods import MeansView
from maillage.bookings.admin.phone_registration import AddRegistrationView, DeskView, RegistrationDoneView
from maillage.bookings.admin.registrations import (
    CancelPersonView,
    MergeView,
    MovePersonView,
    PromoteView,
    RegistrationListView,
    download_file,
)
from maillage.bookings.admin.series import AddSeriesView, ExtendSeriesView
from maillage.bookings.admin.sessions import (
    AddDateView,
    CancelAllView,
    CancelDateView,
    DatesView,
    MoveDateView,
    PostponeDateView,
)
from maillage.bookings.admin.totals import NetworkTotalsView
from maillage.bookings.calendars.feeds import (
    AgendaFeedView,
    OrganizationFeedView,
    PageFeedView,
    PlaceFeedView,
    SessionFeedView,
)
from maillage.bookings.public.agenda import AgendaMonthView, AgendaView, SessionView
from maillage.bookings.public.my_registration import (
    AcceptOfferView,
    CalendarFileView,
    CancelRegistrationView,
    ChangeView,
    ComeBackView,
    DeclineOfferView,
    FindView,
    MoveView,
    RegistrationView,
    StayTogetherView,
)
from maillage.bookings.public.register import RegisterView

app_name = "bookings"


class FourDigits:
    """A year in a path."""

    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        """Read the year."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Write the year."""
        return f"{value:04d}"


class TwoDigits(FourDigits):
    """A month in a path."""

    regex = "[0-9]{2}"

    def to_url(self, value: int) -> str:
        """Write the month."""
        return f"{value:02d}"


register_converter(FourDigits, "yyyy")
register_converter(TwoDigits, "mm")

OWN = "mon-inscription/<str:token>/"

urlpatterns = [
    path("agenda/", AgendaView.as_view(), name="agenda"),
    path("agenda/mois/<yyyy:year>-<mm:month>/", AgendaMonthView.as_view(), name="agenda_month"),
    path("agenda.ics", AgendaFeedView.as_view(), name="agenda_ics"),
    path("agenda/atelier/<int:page_id>.ics", PageFeedView.as_view(), name="page_ics"),
    path(
        "agenda/structure/<slug:slug>.ics",
        OrganizationFeedView.as_view(),
        name="organization_ics",
    ),
    path("agenda/lieu/<slug:slug>.ics", PlaceFeedView.as_view(), name="place_ics"),
    path("agenda/<slug:public_id>/", SessionView.as_view(), name="session"),
    path("agenda/<slug:public_id>.ics", SessionFeedView.as_view(), name="session_ics"),
    path("inscription/<slug:public_id>/", RegisterView.as_view(), name="register"),
    path("mon-inscription/", FindView.as_view(), name="find_registration"),
    path(OWN, RegistrationView.as_view(), name="registration"),
    path(f"{OWN}agenda.ics", CalendarFileView.as_view(), name="registration_ics"),
    path(
        f"{OWN}annuler/",
        CancelRegistrationView.as_view(),
        name="cancel_registration",
    ),
    path(f"{OWN}place/accepter/", AcceptOfferView.as_view(), name="accept_offer"),
    path(f"{OWN}place/refuser/", DeclineOfferView.as_view(), name="decline_offer"),
    path(f"{OWN}place/ensemble/", StayTogetherView.as_view(), name="stay_together"),
    path(f"{OWN}liste/", ComeBackView.as_view(), name="come_back"),
    path(f"{OWN}modifier/", ChangeView.as_view(), name="change_registration"),
    path(f"{OWN}autre-date/", MoveView.as_view(), name="move_registration"),
]

ONE_DATE = "sessions/<slug:public_id>/"
DAY = f"{ONE_DATE}registrations/"
ONE_PERSON = f"{DAY}<uuid:registration_id>/"

day_urlpatterns = [
    path("desk/", DeskView.as_view(), name="bookings_desk"),
    path(f"{DAY}add/", AddRegistrationView.as_view(), name="bookings_registration_add"),
    path(f"{ONE_PERSON}done/", RegistrationDoneView.as_view(), name="bookings_registration_done"),
    path(f"{ONE_PERSON}merge/", MergeView.as_view(), name="bookings_registration_merge"),
    path(f"{ONE_PERSON}offer/", OfferAnswerView.as_view(), name="bookings_registration_offer"),
    path(f"{ONE_PERSON}move/", MovePersonView.as_view(), name="bookings_registration_move"),
    # Above the dates, so that it may answer for each of them.
    path(
        "sessions/check-in-worker.js",
        WorkerView.as_view(extra_context={"kept": "bookings-check-in"}),
        name="bookings_check_in_worker",
    ),
    path(f"{ONE_DATE}check-in/", CheckInView.as_view(), name="bookings_check_in"),
    path(f"{ONE_DATE}check-in/taps/", TapsView.as_view(), name="bookings_check_in_taps"),
    path(f"{ONE_DATE}sheet/", SheetView.as_view(), name="bookings_sheet"),
    path(f"{ONE_DATE}counts/", CountsView.as_view(), name="bookings_counts"),
    path(f"{ONE_DATE}volunteers/", AddVolunteerView.as_view(), name="bookings_volunteer_add"),
    path(
        f"{ONE_DATE}volunteers/<int:volunteer_id>/remove/",
        RemoveVolunteerView.as_view(),
        name="bookings_volunteer_remove",
    ),
    path("means/<int:organization_id>/", MeansView.as_view(), name="bookings_means"),
    path("totals/", NetworkTotalsView.as_view(), name="bookings_totals"),
    path("led/", LedDatesView.as_view(), name="bookings_led_dates"),
    path(f"{ONE_DATE}led/cancel/", CancelLedDateView.as_view(), name="bookings_led_date_cancel"),
]

DATES = "pages/<int:page_id>/dates/"
REGISTRATIONS = "sessions/<slug:public_id>/registrations/"

admin_urlpatterns = [
    path(DATES, DatesView.as_view(), name="bookings_dates"),
    path(f"{DATES}add/", AddDateView.as_view(), name="bookings_date_add"),
    path(f"{DATES}cancel/", CancelAllView.as_view(), name="bookings_dates_cancel_all"),
    path(f"{DATES}series/", AddSeriesView.as_view(), name="bookings_series_add"),
    path(
        f"{DATES}series/<int:series_id>/",
        ExtendSeriesView.as_view(),
        name="bookings_series_extend",
    ),
    path(f"{ONE_DATE}move/", MoveDateView.as_view(), name="bookings_date_move"),
    path(f"{ONE_DATE}cancel/", CancelDateView.as_view(), name="bookings_date_cancel"),
    path("calls/", CallsView.as_view(), name="bookings_calls"),
    path("calls/<int:call_id>/", TickCallView.as_view(), name="bookings_call_tick"),
    path(f"{ONE_DATE}calls/", DateCallsView.as_view(), name="bookings_calls_of_date"),
    path(f"{ONE_DATE}postpone/", PostponeDateView.as_view(), name="bookings_date_postpone"),
    path(
        "words-of-the-recurrence-widget.js",
        JavaScriptCatalog.as_view(packages=["recurrence"]),
        name="bookings_recurrence_catalog",
    ),
    path(REGISTRATIONS, RegistrationListView.as_view(), name="bookings_registrations"),
    path(f"{REGISTRATIONS}write/", BroadcastView.as_view(), name="bookings_broadcast"),
    *day_urlpatterns,
    path("files/<uuid:token>/", download_file, name="bookings_file"),
    path(
        f"{REGISTRATIONS}<uuid:registration_id>/cancel/",
        CancelPersonView.as_view(),
        name="bookings_registration_cancel",
    ),
    path(
        f"{REGISTRATIONS}<uuid:registration_id>/promote/",
        PromoteView.as_view(),
        name="bookings_registration_promote",
    ),
]
