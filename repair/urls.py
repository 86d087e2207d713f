"""The public addresses of repairs; a host includes them at the root, before Wagtail's."""

from django.urls import path

from . import views

app_name = "repair"
urlpatterns = [
    path("reparer/chiffres/", views.StatisticsView.as_view(), name="statistics"),
    path("reparer/chiffres.csv", views.StatisticsFileView.as_view(), name="statistics_csv"),
    path("reparer/que-peut-on-reparer/", views.ChancesView.as_view(), name="chances"),
]
