"""One row of a table of machines, checked cell by cell; the words are those of French tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.batches.errors import RowRefused

from .axes import Custody, Grade, Kind, Step
from .evidence.placeholders import real_serial

NAMES = {
    "référence": "reference",
    "numéro interne": "reference",
    "sorte": "kind",
    "type": "kind",
    "marque": "maker",
    "modèle": "model",
    "année": "year",
    "numéro de série": "serial",
    "n° de série": "serial",
    "processeur": "processor",
    "mémoire (go)": "memory_gb",
    "stockage (go)": "storage_gb",
    "système": "system",
    "état": "grade",
    "défauts": "defects",
    "étape": "step",
    "qui l’a": "custody",
    "qui l'a": "custody",
    "sortie": "custody",
    "arrivée le": "arrived_on",
}
_KINDS = {
    **dict.fromkeys(("ordinateur portable", "portable", "laptop"), Kind.LAPTOP),
    **dict.fromkeys(("ordinateur de bureau", "unité centrale", "fixe", "desktop"), Kind.DESKTOP),
    **dict.fromkeys(("tout-en-un", "ordinateur tout-en-un", "all_in_one"), Kind.ALL_IN_ONE),
    **dict.fromkeys(("tablette", "tablet"), Kind.TABLET),
    **dict.fromkeys(("smartphone", "téléphone", "phone"), Kind.PHONE),
    **dict.fromkeys(("imprimante", "printer"), Kind.PRINTER),
    **dict.fromkeys(("réseau", "appareil de réseau", "network"), Kind.NETWORK),
    **dict.fromkeys(("autre", "autre appareil", "other"), Kind.OTHER),
}
_CUSTODIES = {
    **dict.fromkeys(("", "chez nous", "en stock", "ours"), Custody.OURS),
    **dict.fromkeys(("prêtée", "prêté", "lent"), Custody.LENT),
    **dict.fromkeys(("donnée", "donné", "given"), Custody.GIVEN),
    **dict.fromkeys(("vendue", "vendu", "sold"), Custody.SOLD),
    **dict.fromkeys(("recyclée", "recyclé", "recycled"), Custody.RECYCLED),
}
_STEPS = {
    **dict.fromkeys(("", "arrivée", "arrivé", "arrived"), Step.ARRIVED),
    **dict.fromkeys(("diagnostiquée", "diagnostiqué", "diagnosed"), Step.DIAGNOSED),
    **dict.fromkeys(("prête", "prêt", "ready"), Step.READY),
    **dict.fromkeys(("démontée", "démonté", "dismantled"), Step.DISMANTLED),
}
_GRADES = {
    "": "",
    **dict.fromkeys(("très bon état", "très bon", "very_good"), Grade.VERY_GOOD),
    **dict.fromkeys(("bon état", "bon", "good"), Grade.GOOD),
    **dict.fromkeys(("état correct", "correct", "fair"), Grade.FAIR),
    **dict.fromkeys(("pour pièces", "parts"), Grade.PARTS),
}
MB_IN_A_GB = 1024
# Before the reference of a machine that a table brought in.
IMPORTED = "import:"
LONGEST = {"maker": 60, "model": 80, "processor": 80, "system": 60, "defects": 300, "reference": 50}


@dataclass(frozen=True)
class MachineRow:
    """What a row says; `fields` are columns of the machine."""

    reference: str
    serial: str
    step: Step
    custody: Custody
    arrived_at: datetime | None
    fields: dict[str, Any] = field(default_factory=dict)


def read_row(cells: dict[str, str]) -> MachineRow:
    """Return what a row of a table says; raises RowRefused and what to write instead."""
    said = {name: cell.strip() for name, cell in cells.items()}
    for name, most in LONGEST.items():
        if len(said.get(name, "")) > most:
            raise RowRefused(_("This text is too long: %(most)d signs at most.") % {"most": most}, name)
    custody = _choice(said, "custody", _CUSTODIES)
    memory = _number(said, "memory_gb", 1, 2048)
    return MachineRow(
        reference=f"{IMPORTED}{said['reference']}" if said.get("reference") else "",
        serial=real_serial(said.get("serial", "")),
        # What has left was ready, whatever the table says.
        step=_choice(said, "step", _STEPS) if custody == Custody.OURS else Step.READY,
        custody=custody,
        arrived_at=_day(said),
        fields={
            "kind": _choice(said, "kind", _KINDS),
            "grade": _choice(said, "grade", _GRADES),
            "year": _number(said, "year", 1980, 2100),
            "memory_mb": memory and memory * MB_IN_A_GB,
            "storage_gb": _number(said, "storage_gb", 1, 100_000),
            **{name: said.get(name, "") for name in ("maker", "model", "processor", "system", "defects")},
        },
    )


def _choice(said: dict[str, str], name: str, words: dict[str, Any]) -> Any:
    text = said.get(name, "").lower()
    if text not in words:
        known = ", ".join(dict.fromkeys(word for word in words if word))
        message = _("“%(text)s” is not known. Write one of: %(known)s.")
        raise RowRefused(message % {"text": text[:40], "known": known}, name)
    return words[text]


def _number(said: dict[str, str], name: str, least: int, most: int) -> int | None:
    text = said.get(name, "").replace("\u202f", "").replace("\xa0", "").replace(" ", "")
    if not text:
        return None
    if not text.isdecimal() or not least <= int(text) <= most:
        message = _("Write a whole number from %(least)d to %(most)d.")
        raise RowRefused(message % {"least": least, "most": most}, name)
    return int(text)


def _day(said: dict[str, str]) -> datetime | None:
    """Return the day of arrival, at noon UTC: the same day all over France."""
    text = said.get("arrived_on", "")
    if not text:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            day = datetime.strptime(text, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
        if day <= timezone.localdate():
            return datetime.combine(day, time(12), tzinfo=UTC)
    raise RowRefused(_("Write a day that is past, as 31/12/2025."), "arrived_on")
