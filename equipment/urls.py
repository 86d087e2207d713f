"""The addresses of equipment: the public ones, what the labels open, and the admin's."""

from django.urls import include, path

from equipment.card.actions import MoveView, NoteView, PhotoRemovalView, PhotoView, UndoView
from equipment.card.findings import (
    AcceptView,
    ContentsView,
    DestructionView,
    JoinView,
    NoDiskView,
    PartView,
    TakeOutView,
    WithdrawalView,
)
from equipment.card.shelves import PutAwayView, ShelfView
from equipment.card.typed import (
    AheadView,
    ArrivalView,
    CertificateView,
    DiskView,
    MistakeView,
    SerialRemovalView,
    SheetView,
    SolderedView,
)
from equipment.card.view import CardView
from equipment.dashboard import DashboardView
from equipment.documents.recycling import RecyclingFileView, RecyclingScanView, RecyclingSlipView
from equipment.documents.views import (
    DepositSlipView,
    ErasureReportView,
    HandOverView,
    LoanView,
    MachinePapersView,
    TaxReceiptView,
)
from equipment.labels.views import LabelsView
from equipment.machine_list.bulk_actions import UndoSeriesView, UndoShelfView
from equipment.machine_list.doubts import DoubtsView, RecallsView
from equipment.machine_list.listing import ForgetView, SaveView
from equipment.machine_list.parts import PartsView
from equipment.public import machine
from equipment.public.asking import DonationView, NeedView
from equipment.public.my_request import OwnDonationView, OwnNeedView
from equipment.upload import UploadView

PUBLIC = "equipment_public"

public_urlpatterns = [
    path("s-equiper/machine/<slug:tag>/", machine.MachineView.as_view(), name="machine"),
    path("s-equiper/demander/", NeedView.as_view(), name="need"),
    path("s-equiper/donner/", DonationView.as_view(), name="donation"),
    path("s-equiper/ma-demande/<str:token>/", OwnNeedView.as_view(), name="own_need"),
    path("s-equiper/mon-don/<str:token>/", OwnDonationView.as_view(), name="own_donation"),
]

CARD = "equipment_workshop"
MACHINE = "m/<slug:tag>"

card_urlpatterns = [
    # Longer than a tag: no machine is ever called so.
    path("m/nouvelle", ArrivalView.as_view(), name="arrival"),
    path(MACHINE, CardView.as_view(), name="machine"),
    path(f"{MACHINE}/annuler", UndoView.as_view(), name="undo"),
    path(f"{MACHINE}/noter", NoteView.as_view(), name="note"),
    path(f"{MACHINE}/ranger", PutAwayView.as_view(), name="put_away"),
    path(f"{MACHINE}/photos", PhotoView.as_view(), name="photo"),
    path(f"{MACHINE}/photos/<int:photo>/supprimer", PhotoRemovalView.as_view(), name="photo_removal"),
    path(f"{MACHINE}/faire/<slug:code>", MoveView.as_view(), name="move"),
    path(f"{MACHINE}/contient", ContentsView.as_view(), name="contents"),
    path(f"{MACHINE}/sans-disque", NoDiskView.as_view(), name="no_disk"),
    path(f"{MACHINE}/pieces/<int:part>/sortir", TakeOutView.as_view(), name="take_out"),
    path(f"{MACHINE}/pieces/<int:part>/accepter", AcceptView.as_view(), name="accept_reserve"),
    path(f"{MACHINE}/pieces/<int:part>/detruit", DestructionView.as_view(), name="destruction"),
    path(f"{MACHINE}/pieces/<int:part>/retirer-constat", WithdrawalView.as_view(), name="withdrawal"),
    path(f"{MACHINE}/fiche", SheetView.as_view(), name="sheet"),
    path(f"{MACHINE}/tout-fait", AheadView.as_view(), name="ahead"),
    path(f"{MACHINE}/disque", DiskView.as_view(), name="disk"),
    path(f"{MACHINE}/memoire", SolderedView.as_view(), name="soldered"),
    path(f"{MACHINE}/pieces/<int:part>/efface", CertificateView.as_view(), name="certificate"),
    path(f"{MACHINE}/pieces/<int:part>/erreur", MistakeView.as_view(), name="mistake"),
    path(f"{MACHINE}/numeros/<int:serial>/retirer", SerialRemovalView.as_view(), name="serial_removal"),
    path(f"{MACHINE}/reunir", JoinView.as_view(), name="join"),
    path("p/<int:part>", PartView.as_view(), name="part"),
    path("e/<slug:code>", ShelfView.as_view(), name="shelf"),
]

ADMIN = "equipment_admin"

admin_urlpatterns = [
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

DOCUMENTS = "equipment_papers"

documents_urlpatterns = [
    path("machines/<slug:tag>/", MachinePapersView.as_view(), name="machine"),
    path("donations/<int:pk>/", DepositSlipView.as_view(), name="deposit"),
    path("donations/<int:pk>/receipt/", TaxReceiptView.as_view(), name="receipt"),
    path("lots/<int:pk>/erasures/", ErasureReportView.as_view(), name="erasures"),
    path("hand-overs/<int:pk>/", HandOverView.as_view(), name="hand_over"),
    path("loans/<int:pk>/", LoanView.as_view(), name="loan"),
    path("slips/<int:pk>/", RecyclingSlipView.as_view(), name="recycling"),
    path("slips/<int:pk>/scan/", RecyclingScanView.as_view(), name="recycling_scan"),
    path("slips/<int:pk>/csv/", RecyclingFileView.as_view(), name="recycling_csv"),
]

EVIDENCE = "equipment_evidence"

evidence_urlpatterns = [path("", UploadView.as_view(), name="upload")]

urlpatterns = [
    path("", include((public_urlpatterns, PUBLIC))),
    path("", include((card_urlpatterns, CARD))),
]
