"""What the QR codes open. The addresses are printed on labels: they never change."""

from django.urls import path

from . import card_actions as actions
from . import finding_actions as findings
from . import typed_views as typed
from .card_views import MachineView
from .contents_views import ContentsView
from .destruction_views import DestructionView
from .joining_views import JoinView
from .part_views import PartView
from .shelf_views import PutAwayView, ShelfView
from .withdrawal_views import WithdrawalView

app_name = "equipment_workshop"
MACHINE = "m/<slug:tag>"

urlpatterns = [
    # Longer than a tag: no machine is ever called so.
    path("m/nouvelle", typed.ArrivalView.as_view(), name="arrival"),
    path(MACHINE, MachineView.as_view(), name="machine"),
    path(f"{MACHINE}/annuler", actions.UndoView.as_view(), name="undo"),
    path(f"{MACHINE}/noter", actions.NoteView.as_view(), name="note"),
    path(f"{MACHINE}/ranger", PutAwayView.as_view(), name="put_away"),
    path(f"{MACHINE}/photos", actions.PhotoView.as_view(), name="photo"),
    path(f"{MACHINE}/photos/<int:photo>/supprimer", actions.PhotoRemovalView.as_view(), name="photo_removal"),
    path(f"{MACHINE}/faire/<slug:code>", actions.MoveView.as_view(), name="move"),
    path(f"{MACHINE}/contient", ContentsView.as_view(), name="contents"),
    path(f"{MACHINE}/sans-disque", findings.NoDiskView.as_view(), name="no_disk"),
    path(f"{MACHINE}/pieces/<int:part>/sortir", findings.TakeOutView.as_view(), name="take_out"),
    path(f"{MACHINE}/pieces/<int:part>/accepter", findings.AcceptView.as_view(), name="accept_reserve"),
    path(f"{MACHINE}/pieces/<int:part>/detruit", DestructionView.as_view(), name="destruction"),
    path(f"{MACHINE}/pieces/<int:part>/retirer-constat", WithdrawalView.as_view(), name="withdrawal"),
    path(f"{MACHINE}/fiche", typed.SheetView.as_view(), name="sheet"),
    path(f"{MACHINE}/tout-fait", typed.AheadView.as_view(), name="ahead"),
    path(f"{MACHINE}/disque", typed.DiskView.as_view(), name="disk"),
    path(f"{MACHINE}/memoire", typed.SolderedView.as_view(), name="soldered"),
    path(f"{MACHINE}/pieces/<int:part>/efface", typed.CertificateView.as_view(), name="certificate"),
    path(f"{MACHINE}/pieces/<int:part>/erreur", typed.MistakeView.as_view(), name="mistake"),
    path(f"{MACHINE}/numeros/<int:serial>/retirer", typed.SerialRemovalView.as_view(), name="serial_removal"),
    path(f"{MACHINE}/reunir", JoinView.as_view(), name="join"),
    path("p/<int:part>", PartView.as_view(), name="part"),
    path("e/<slug:code>", ShelfView.as_view(), name="shelf"),
]
