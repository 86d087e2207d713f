"""The admin's addresses of the papers, below `/admin/equipment/papers/`."""

from django.urls import path

from . import recycling_views, views

app_name = "equipment_papers"

urlpatterns = [
    path("machines/<slug:tag>/", views.MachinePapersView.as_view(), name="machine"),
    path("donations/<int:pk>/", views.DepositSlipView.as_view(), name="deposit"),
    path("donations/<int:pk>/receipt/", views.TaxReceiptView.as_view(), name="receipt"),
    path("lots/<int:pk>/erasures/", views.ErasureReportView.as_view(), name="erasures"),
    path("hand-overs/<int:pk>/", views.HandOverView.as_view(), name="hand_over"),
    path("loans/<int:pk>/", views.LoanView.as_view(), name="loan"),
    path("slips/<int:pk>/", recycling_views.RecyclingSlipView.as_view(), name="recycling"),
    path("slips/<int:pk>/scan/", recycling_views.RecyclingScanView.as_view(), name="recycling_scan"),
    path("slips/<int:pk>/csv/", recycling_views.RecyclingFileView.as_view(), name="recycling_csv"),
]
