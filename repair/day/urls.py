"""The admin's addresses of the day at the front, below `/admin/repair/`."""

from django.urls import path

from maillage.bookings.admin.taps import WorkerView

from . import intake_views as intake
from . import queue_views as queue

app_name = "repair_day"
ONE_DATE = "day/<slug:public_id>/"
# The name of the phone's store of screens; the templates give it too.
KEPT = "repair-day"

urlpatterns = [
    # Above the screens of the day and of the bench, so that it may answer for each of them.
    path("day-worker.js", WorkerView.as_view(extra_context={"kept": KEPT}), name="worker"),
    path(f"{ONE_DATE}intake/", intake.IntakeView.as_view(), name="intake"),
    path(f"{ONE_DATE}intake/taps/", intake.IntakeTapsView.as_view(), name="intake_taps"),
    path(f"{ONE_DATE}tickets/<int:number>/", intake.TicketView.as_view(), name="ticket"),
    path(f"{ONE_DATE}queue/", queue.QueueView.as_view(), name="queue"),
    path(f"{ONE_DATE}queue/taps/", queue.QueueTapsView.as_view(), name="queue_taps"),
]
