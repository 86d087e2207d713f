"""The public addresses of the stock, of requests and of donations."""

from django.urls import path

from . import form_views, machine_views, own_views

app_name = "equipment_public"

urlpatterns = [
    path("s-equiper/machine/<slug:tag>/", machine_views.MachineView.as_view(), name="machine"),
    path("s-equiper/demander/", form_views.NeedView.as_view(), name="need"),
    path("s-equiper/donner/", form_views.DonationView.as_view(), name="donation"),
    path("s-equiper/ma-demande/<str:token>/", own_views.OwnNeedView.as_view(), name="own_need"),
    path("s-equiper/mon-don/<str:token>/", own_views.OwnDonationView.as_view(), name="own_donation"),
]
