"""The admin's address of the evidence, below `/admin/equipment/evidence/`."""

from django.urls import path

from .views import UploadView

app_name = "equipment_evidence"

urlpatterns = [path("", UploadView.as_view(), name="upload")]
