"""The addresses of repairs: the public ones, and the admin's of the bench and of the day."""

from django.urls import path

from maillage.bookings.admin.offline_actions import WorkerView
from repair import views
from repair.bench.deposits import CollectedView, DepositSlipView, DepositsView, DepositView, GiveUpView
from repair.bench.sheet import FollowView, HandBackView, SheetView
from repair.day.intake import IntakeTapsView, IntakeView, TicketView
from repair.day.queue import ItemTurnView, ItemView, QueueTapsView, QueueView, WallNumbersView, WallView
from repair.embed import EmbedView

app_name = "repair"
urlpatterns = [
    path("reparer/chiffres/", views.StatisticsView.as_view(), name="statistics"),
    path("reparer/chiffres.csv", views.StatisticsFileView.as_view(), name="statistics_csv"),
    path("reparer/que-peut-on-reparer/", views.ChancesView.as_view(), name="chances"),
    path("reparer/bloc/", EmbedView.as_view(), name="embed"),
    path("reparer/file/<slug:public_id>/", WallView.as_view(), name="wall"),
    path("reparer/file/<slug:public_id>/numeros/", WallNumbersView.as_view(), name="wall_numbers"),
    path("reparer/objet/<slug:public_id>/", ItemView.as_view(), name="item"),
    path("reparer/objet/<slug:public_id>/tour/", ItemTurnView.as_view(), name="item_turn"),
]

BENCH = "repair_bench"
ONE_SHEET = "sheets/<int:pk>/"

bench_urlpatterns = [
    path(ONE_SHEET, SheetView.as_view(), name="sheet"),
    path(f"{ONE_SHEET}follows/", FollowView.as_view(), name="follow"),
    path(f"{ONE_SHEET}slip/", HandBackView.as_view(), name="slip"),
    path(f"{ONE_SHEET}deposit/", DepositView.as_view(), name="deposit"),
    path(f"{ONE_SHEET}deposit/slip/", DepositSlipView.as_view(), name="deposit_slip"),
    path(f"{ONE_SHEET}deposit/collected/", CollectedView.as_view(), name="deposit_collected"),
    path(f"{ONE_SHEET}deposit/given-up/", GiveUpView.as_view(), name="deposit_given_up"),
    path("deposits/", DepositsView.as_view(), name="deposits"),
]

DAY = "repair_day"
ONE_DATE = "day/<slug:public_id>/"
# The name of the phone's store of screens; the templates give it too.
KEPT = "repair-day"

day_urlpatterns = [
    # Above the screens of the day and of the bench, so that it may answer for each of them.
    path("day-worker.js", WorkerView.as_view(extra_context={"kept": KEPT}), name="worker"),
    path(f"{ONE_DATE}intake/", IntakeView.as_view(), name="intake"),
    path(f"{ONE_DATE}intake/taps/", IntakeTapsView.as_view(), name="intake_taps"),
    path(f"{ONE_DATE}tickets/<int:number>/", TicketView.as_view(), name="ticket"),
    path(f"{ONE_DATE}queue/", QueueView.as_view(), name="queue"),
    path(f"{ONE_DATE}queue/taps/", QueueTapsView.as_view(), name="queue_taps"),
]
