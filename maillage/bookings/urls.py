"""The public paths of dates and registrations, to include at the root of a site before Wagtail's."""

from django.urls import path, register_converter

from . import views
from .agenda import views as agenda_views
from .calendars import views as calendar_views
from .own_pages import offer_views, self_service_views
from .own_pages import views as own_views

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
    path("agenda/", agenda_views.AgendaView.as_view(), name="agenda"),
    path("agenda/mois/<yyyy:year>-<mm:month>/", agenda_views.AgendaMonthView.as_view(), name="agenda_month"),
    path("agenda.ics", calendar_views.AgendaFeedView.as_view(), name="agenda_ics"),
    path("agenda/atelier/<int:page_id>.ics", calendar_views.PageFeedView.as_view(), name="page_ics"),
    path(
        "agenda/structure/<slug:slug>.ics",
        calendar_views.OrganizationFeedView.as_view(),
        name="organization_ics",
    ),
    path("agenda/lieu/<slug:slug>.ics", calendar_views.PlaceFeedView.as_view(), name="place_ics"),
    path("agenda/<slug:public_id>/", agenda_views.SessionView.as_view(), name="session"),
    path("agenda/<slug:public_id>.ics", calendar_views.SessionFeedView.as_view(), name="session_ics"),
    path("inscription/<slug:public_id>/", views.RegisterView.as_view(), name="register"),
    path("mon-inscription/", self_service_views.FindView.as_view(), name="find_registration"),
    path(OWN, own_views.RegistrationView.as_view(), name="registration"),
    path(f"{OWN}agenda.ics", own_views.CalendarFileView.as_view(), name="registration_ics"),
    path(
        f"{OWN}annuler/",
        own_views.CancelRegistrationView.as_view(),
        name="cancel_registration",
    ),
    path(f"{OWN}place/accepter/", offer_views.AcceptOfferView.as_view(), name="accept_offer"),
    path(f"{OWN}place/refuser/", offer_views.DeclineOfferView.as_view(), name="decline_offer"),
    path(f"{OWN}place/ensemble/", offer_views.StayTogetherView.as_view(), name="stay_together"),
    path(f"{OWN}liste/", offer_views.ComeBackView.as_view(), name="come_back"),
    path(f"{OWN}modifier/", self_service_views.ChangeView.as_view(), name="change_registration"),
    path(f"{OWN}autre-date/", self_service_views.MoveView.as_view(), name="move_registration"),
]
