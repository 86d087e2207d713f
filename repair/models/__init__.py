"""Repair cafés: pages, the day, the records and what they add up to; a file for each noun."""

from .announcement import ItemAnnouncement
from .deposit import DepositSlip, OwnWay
from .impact import Factor, FactorSet, PublishedTotal
from .pages import Professional, RepairCafePage, RepairIndexPage
from .papers import HouseRules, InsuranceCertificate
from .provider import DataProvider
from .record import RecordSave, RepairPart, RepairRecord, RepairStep
from .rollup import GroupTotal, KindTotal
from .sheet import CHANGES, IntakeSheet, RulesAgreement, SheetState
from .skill import DateSkill, Fixer, Skill

__all__ = [
    "CHANGES",
    "DataProvider",
    "DateSkill",
    "DepositSlip",
    "Factor",
    "FactorSet",
    "Fixer",
    "GroupTotal",
    "HouseRules",
    "InsuranceCertificate",
    "IntakeSheet",
    "ItemAnnouncement",
    "KindTotal",
    "OwnWay",
    "Professional",
    "PublishedTotal",
    "RecordSave",
    "RepairCafePage",
    "RepairIndexPage",
    "RepairPart",
    "RepairRecord",
    "RepairStep",
    "RulesAgreement",
    "SheetState",
    "Skill",
]
