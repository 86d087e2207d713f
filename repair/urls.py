"""The public addresses of repairs; a host includes them at the root, before Wagtail's."""

from django.urls import path

from . import views
from .day import own_page, wall
from .embed import EmbedView

app_name = "repair"
urlpatterns = [
    path("reparer/chiffres/", views.StatisticsView.as_view(), name="statistics"),
    path("reparer/chiffres.csv", views.StatisticsFileView.as_view(), name="statistics_csv"),
    path("reparer/que-peut-on-reparer/", views.ChancesView.as_view(), name="chances"),
    path("reparer/bloc/", EmbedView.as_view(), name="embed"),
    path("reparer/file/<slug:public_id>/", wall.WallView.as_view(), name="wall"),
    path("reparer/file/<slug:public_id>/numeros/", wall.WallNumbersView.as_view(), name="wall_numbers"),
    path("reparer/objet/<slug:public_id>/", own_page.ItemView.as_view(), name="item"),
    path("reparer/objet/<slug:public_id>/tour/", own_page.ItemTurnView.as_view(), name="item_turn"),
]
