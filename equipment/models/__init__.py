"""Machines, their life and their papers; a file for each noun."""

from equipment.models.component import Component, ComponentKind, ComponentMove, Technology, Whereabouts
from equipment.models.donation import Donation, DonationState, DonationWay, DonorKind
from equipment.models.exits import HandOver, Loan, RecyclingSlip
from equipment.models.ledger import EntryDetails, LedgerEntry
from equipment.models.lot import CountedMovement, CountedWhy, Lot
from equipment.models.machine import Machine, MachinePhoto, SavedView, Serial
from equipment.models.need import Need, NeedState, Price
from equipment.models.pages import StockItem, StockPage
from equipment.models.proof import DataProof, Evidence, EvidenceFormat, Gap, ProofKind
from equipment.models.rules import WorkshopRules
from equipment.models.shelf import Shelf

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
