"""The admin's addresses of the bench, below `/admin/repair/`."""

from django.urls import path

from . import deposit_views as deposits
from .follow_views import FollowView
from .slip_views import HandBackView
from .views import SheetView

app_name = "repair_bench"
ONE_SHEET = "sheets/<int:pk>/"

urlpatterns = [
    path(ONE_SHEET, SheetView.as_view(), name="sheet"),
    path(f"{ONE_SHEET}follows/", FollowView.as_view(), name="follow"),
    path(f"{ONE_SHEET}slip/", HandBackView.as_view(), name="slip"),
    path(f"{ONE_SHEET}deposit/", deposits.DepositView.as_view(), name="deposit"),
    path(f"{ONE_SHEET}deposit/slip/", deposits.DepositSlipView.as_view(), name="deposit_slip"),
    path(f"{ONE_SHEET}deposit/collected/", deposits.CollectedView.as_view(), name="deposit_collected"),
    path(f"{ONE_SHEET}deposit/given-up/", deposits.GiveUpView.as_view(), name="deposit_given_up"),
    path("deposits/", deposits.DepositsView.as_view(), name="deposits"),
]
