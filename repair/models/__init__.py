"""Repair cafés: pages, the day, the records and what they add up to; a file for each noun."""

from repair.models.impact import Factor, FactorSet, GroupTotal, KindTotal, PublishedTotal
from repair.models.pages import Professional, RepairCafePage, RepairIndexPage
from repair.models.papers import DataProvider, HouseRules, InsuranceCertificate
from repair.models.record import RecordSave, RepairPart, RepairRecord, RepairStep
from repair.models.sheet import (
    CHANGES,
    DepositSlip,
    IntakeSheet,
    ItemAnnouncement,
    OwnWay,
    RulesAgreement,
    SheetState,
)
from repair.models.skill import DateSkill, Fixer, Skill

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
