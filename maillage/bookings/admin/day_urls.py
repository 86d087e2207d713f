"""The admin's addresses for the desk and for the day of a date, below `/admin/bookings/`."""

from django.urls import path

from . import checkin_views as checkin
from . import counts_views as counts
from . import desk_views as desk
from . import led_views as led
from . import people_views as people
from .means_views import MeansView
from .offer_views import OfferAnswerView
from .sheet_views import SheetView
from .taps import WorkerView
from .totals_views import NetworkTotalsView

ONE_DATE = "sessions/<slug:public_id>/"
REGISTRATIONS = f"{ONE_DATE}registrations/"
ONE_PERSON = f"{REGISTRATIONS}<uuid:registration_id>/"

urlpatterns = [
    path("desk/", desk.DeskView.as_view(), name="bookings_desk"),
    path(f"{REGISTRATIONS}add/", desk.AddRegistrationView.as_view(), name="bookings_registration_add"),
    path(f"{ONE_PERSON}done/", desk.RegistrationDoneView.as_view(), name="bookings_registration_done"),
    path(f"{ONE_PERSON}merge/", people.MergeView.as_view(), name="bookings_registration_merge"),
    path(f"{ONE_PERSON}offer/", OfferAnswerView.as_view(), name="bookings_registration_offer"),
    path(f"{ONE_PERSON}move/", people.MovePersonView.as_view(), name="bookings_registration_move"),
    # Above the dates, so that it may answer for each of them.
    path(
        "sessions/check-in-worker.js",
        WorkerView.as_view(extra_context={"kept": "bookings-check-in"}),
        name="bookings_check_in_worker",
    ),
    path(f"{ONE_DATE}check-in/", checkin.CheckInView.as_view(), name="bookings_check_in"),
    path(f"{ONE_DATE}check-in/taps/", checkin.TapsView.as_view(), name="bookings_check_in_taps"),
    path(f"{ONE_DATE}sheet/", SheetView.as_view(), name="bookings_sheet"),
    path(f"{ONE_DATE}counts/", counts.CountsView.as_view(), name="bookings_counts"),
    path(f"{ONE_DATE}volunteers/", counts.AddVolunteerView.as_view(), name="bookings_volunteer_add"),
    path(
        f"{ONE_DATE}volunteers/<int:volunteer_id>/remove/",
        counts.RemoveVolunteerView.as_view(),
        name="bookings_volunteer_remove",
    ),
    path("means/<int:organization_id>/", MeansView.as_view(), name="bookings_means"),
    path("totals/", NetworkTotalsView.as_view(), name="bookings_totals"),
    path("led/", led.LedDatesView.as_view(), name="bookings_led_dates"),
    path(f"{ONE_DATE}led/cancel/", led.CancelLedDateView.as_view(), name="bookings_led_date_cancel"),
]
