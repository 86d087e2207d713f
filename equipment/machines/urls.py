"""The admin's addresses of the workshop, below `/admin/equipment/`."""

from django.urls import path

from equipment.dashboard.views import DashboardView
from equipment.labels.views import LabelsView

from .doubts_listing import DoubtsView, RecallsView
from .parts_listing import PartsView
from .saved_views import ForgetView, SaveView
from .series_views import UndoSeriesView
from .shelf_series import UndoShelfView

app_name = "equipment_admin"

urlpatterns = [
    path("", DashboardView.as_view(), name="dashboard"),
    path("labels/", LabelsView.as_view(), name="labels"),
    path("parts/", PartsView.as_view(), name="parts"),
    path("parts/results/", PartsView.as_view(results_only=True), name="parts_results"),
    path("doubts/", DoubtsView.as_view(), name="doubts"),
    path("doubts/results/", DoubtsView.as_view(results_only=True), name="doubts_results"),
    path("recalls/", RecallsView.as_view(), name="recalls"),
    path("recalls/results/", RecallsView.as_view(results_only=True), name="recalls_results"),
    path("series/<uuid:series>/undo/", UndoSeriesView.as_view(), name="undo_series"),
    path("shelf/<uuid:series>/undo/", UndoShelfView.as_view(), name="undo_shelf"),
    path("views/", SaveView.as_view(), name="save_view"),
    path("views/<int:pk>/forget/", ForgetView.as_view(), name="forget_view"),
]
