"""What the QR codes open. The addresses are printed on labels: they never change."""

from django.urls import path

from . import card_actions as actions
from . import finding_actions as findings
from .card_views import MachineView
from .contents_views import ContentsView
from .destruction_views import DestructionView
from .joining_views import JoinView
from .shelf_views import PutAwayView, ShelfView

app_name = "equipment_workshop"
MACHINE = "m/<slug:tag>"

urlpatterns = [
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
    path(f"{MACHINE}/reunir", JoinView.as_view(), name="join"),
    path("e/<slug:code>", ShelfView.as_view(), name="shelf"),
]
