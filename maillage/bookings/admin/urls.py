"""The admin's addresses for dates and registrations, below `/admin/bookings/`."""

from django.urls import path

from . import registrations_views as registrations

REGISTRATIONS = "sessions/<slug:public_id>/registrations/"

urlpatterns = [
    path(REGISTRATIONS, registrations.RegistrationListView.as_view(), name="bookings_registrations"),
    path(
        f"{REGISTRATIONS}add/",
        registrations.AddRegistrationView.as_view(),
        name="bookings_registration_add",
    ),
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
