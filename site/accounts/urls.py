"""The public paths of accounts."""

from django.urls import path

from .views import AcceptInvitationView

app_name = "accounts"

urlpatterns = [
    path("invitation/<str:token>/", AcceptInvitationView.as_view(), name="invitation"),
]
