"""Machines, their life and their papers; a file for each noun."""

from .component import Component, ComponentKind, ComponentMove, Technology, Whereabouts
from .donation import Donation, DonationState, DonationWay, DonorKind
from .exits import HandOver, Loan, RecyclingSlip
from .ledger import EntryDetails, LedgerEntry
from .lot import CountedMovement, CountedWhy, Lot
from .machine import Machine, MachinePhoto, Serial
from .need import Need, NeedState, Price
from .pages import StockPage
from .proof import DataProof, Evidence, EvidenceFormat, Gap, ProofKind
from .rules import WorkshopRules
from .saved_view import SavedView
from .shelf import Shelf
from .stock_item import StockItem

__all__ = [
    "Component",
    "ComponentKind",
    "ComponentMove",
    "CountedMovement",
    "CountedWhy",
    "DataProof",
    "Donation",
    "DonationState",
    "DonationWay",
    "DonorKind",
    "EntryDetails",
    "Evidence",
    "EvidenceFormat",
    "Gap",
    "HandOver",
    "LedgerEntry",
    "Loan",
    "Lot",
    "Machine",
    "MachinePhoto",
    "Need",
    "NeedState",
    "Price",
    "ProofKind",
    "RecyclingSlip",
    "SavedView",
    "Serial",
    "Shelf",
    "StockItem",
    "StockPage",
    "Technology",
    "Whereabouts",
    "WorkshopRules",
]
