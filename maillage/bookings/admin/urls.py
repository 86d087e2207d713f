"""The admin's addresses for dates and registrations, below `/admin/bookings/`."""

from django.urls import include, path
from django.views.i18n import JavaScriptCatalog

from . import calls_views as calls
from . import dates_views as dates
from . import day_urls, file_views
from . import one_date_views as one_date
from . import registrations_views as registrations
from . import series_views as series
from .broadcast_views import BroadcastView

DATES = "pages/<int:page_id>/dates/"
ONE_DATE = "sessions/<slug:public_id>/"
REGISTRATIONS = "sessions/<slug:public_id>/registrations/"

urlpatterns = [
    path(DATES, dates.DatesView.as_view(), name="bookings_dates"),
    path(f"{DATES}add/", dates.AddDateView.as_view(), name="bookings_date_add"),
    path(f"{DATES}cancel/", dates.CancelAllView.as_view(), name="bookings_dates_cancel_all"),
    path(f"{DATES}series/", series.AddSeriesView.as_view(), name="bookings_series_add"),
    path(
        f"{DATES}series/<int:series_id>/",
        series.ExtendSeriesView.as_view(),
        name="bookings_series_extend",
    ),
    path(f"{ONE_DATE}move/", one_date.MoveDateView.as_view(), name="bookings_date_move"),
    path(f"{ONE_DATE}cancel/", one_date.CancelDateView.as_view(), name="bookings_date_cancel"),
    path("calls/", calls.CallsView.as_view(), name="bookings_calls"),
    path("calls/<int:call_id>/", calls.TickCallView.as_view(), name="bookings_call_tick"),
    path(f"{ONE_DATE}calls/", calls.DateCallsView.as_view(), name="bookings_calls_of_date"),
    path(f"{ONE_DATE}postpone/", one_date.PostponeDateView.as_view(), name="bookings_date_postpone"),
    path(
        "words-of-the-recurrence-widget.js",
        JavaScriptCatalog.as_view(packages=["recurrence"]),
        name="bookings_recurrence_catalog",
    ),
    path(REGISTRATIONS, registrations.RegistrationListView.as_view(), name="bookings_registrations"),
    path(f"{REGISTRATIONS}write/", BroadcastView.as_view(), name="bookings_broadcast"),
    path("", include(day_urls)),
    path("files/<uuid:token>/", file_views.download_file, name="bookings_file"),
    path(
        f"{REGISTRATIONS}<uuid:registration_id>/cancel/",
        registrations.CancelRegistrationView.as_view(),
        name="bookings_registration_cancel",
    ),
    path(
        f"{REGISTRATIONS}<uuid:registration_id>/promote/",
        registrations.PromoteView.as_view(),
        name="bookings_registration_promote",
    ),
]
