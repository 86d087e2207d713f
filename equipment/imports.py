"""The import of machines from a table: what is here, or had left, before the ledger was opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from equipment.evidence.values import real_serial
from equipment.models import DataProof, Machine, ProofKind, Serial
from equipment.services.arrivals import open_with
from equipment.services.ledger import write_details, write_entry
from equipment.states import Custody, Grade, Kind, Step
from maillage.batches.errors import CannotUndo, RowRefused
from maillage.batches.importers import Written

if TYPE_CHECKING:
    from maillage.places.models import Organization

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


# The code in the ledger of a machine that a file brought by mistake.
UNDONE = "import_undone"
Rows = Sequence[tuple[int, MachineRow]]


@dataclass(frozen=True)
class _Known:
    """What of a handful of rows is in the database already."""

    serials: dict[str, int | None]
    references: set[str]
    tags: set[str]


class MachineImporter:
    """Rows are known by their reference or their serial number; without either, each is a new machine."""

    kind = "equipment.machines"
    label = gettext_lazy("Machines: opening stock and past exits")
    permission = "equipment.add_machine"
    required = frozenset({"kind"})
    names: Mapping[str, str] = NAMES
    # Each machine opens its ledger by itself, in a dozen queries.
    rows_at_a_time = 50

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def begin(self) -> None:
        """Forget the references and the serial numbers of any other file."""
        self._seen = set()

    def end(self, *, dry_run: bool) -> None:
        """Nothing adds up here."""

    def parse(self, cells: dict[str, str]) -> MachineRow:
        """Return what a row says; raises RowRefused and why."""
        return read_row(cells)

    def write(self, records: Rows, *, organization: Organization | None, dry_run: bool) -> Written:
        """Write some rows; see `maillage.batches`. A machine that is there already is left as it is."""
        written = Written()
        known = self._known(records, organization)
        seen = self._seen
        for number, row in records:
            problem = _problem(row, known, seen, organization)
            seen |= {row.serial, row.reference} - {""}
            if problem is not None:
                written.refused.append((number, problem))
            elif organization is not None and _is_there(row, known, organization):
                written.unchanged += 1
            else:
                written.created.append(None if dry_run else self._open(row, organization))
        return written

    def check_undo(self, created: Sequence[Any], before: Mapping[Any, dict[str, Any]]) -> None:
        """Raise CannotUndo, and why, once one of these machines has moved."""
        if Machine.objects.filter(pk__in=created, sequence__gt=1).exists():
            raise CannotUndo(_("A machine of this file has moved on since. Correct it by hand."))

    def undo(self, created: Sequence[Any], before: Mapping[Any, dict[str, Any]]) -> None:
        """Note that these machines are not ours: the ledger keeps them, with an entry that takes them out.

        Raises CannotUndo once one of them has moved.
        """
        machines = list(Machine.objects.select_for_update().filter(pk__in=created))
        self.check_undo(created, before)
        details = write_details(None, words=_("The import that brought this machine was undone."))
        for machine in machines:
            proof = {"kind": ProofKind.EXEMPT, "proves": False, "details": details}
            DataProof.objects.create(machine=machine, **proof)
            write_entry(machine, UNDONE, custody=Custody.SENT_BACK, details=details)
        Machine.objects.filter(pk__in=created).update(origin_reference="")
        Serial.objects.filter(machine__in=created).delete()

    def _known(self, records: Rows, organization: Organization | None) -> _Known:
        serials = [row.serial for _number, row in records if row.serial]
        references = [row.reference for _number, row in records if row.reference]
        own = Machine.objects.filter(organization=organization, origin_reference__in=references)
        return _Known(
            dict(Serial.objects.filter(value__in=serials).values_list("value", "machine__organization")),
            set(own.values_list("origin_reference", flat=True)),
            set(Machine.objects.filter(tag__in=map(_as_tag, references)).values_list("tag", flat=True)),
        )

    def _open(self, row: MachineRow, organization: Organization | None) -> int:
        if organization is None:
            raise RowRefused(_("Choose the organisation whose machines these are."))
        with transaction.atomic():
            machine = open_with(
                organization,
                step=row.step,
                custody=row.custody,
                origin_reference=row.reference,
                created_at=row.arrived_at or timezone.now(),
                **row.fields,
            )
            if row.serial:
                Serial.objects.create(machine=machine, value=row.serial, maker="")
        return machine.pk


def _problem(
    row: MachineRow, known: _Known, seen: set[str], organization: Organization | None
) -> RowRefused | None:
    if organization is None:
        return RowRefused(_("Choose the organisation whose machines these are."))
    if {row.serial, row.reference} & seen - {""}:
        return RowRefused(
            _("This machine is twice in the file."), "serial" if row.serial in seen else "reference"
        )
    if _as_tag(row.reference) in known.tags:
        # It would leave on paper as a machine from before the ledger, whatever its disks hold.
        return RowRefused(_("This machine has its tag here: move it on from its own card."), "reference")
    owner = known.serials.get(row.serial)
    if owner is not None and owner != organization.pk:
        return RowRefused(_("This serial number is that of a machine of another organisation."), "serial")
    return None


def _as_tag(reference: str) -> str:
    """Return what a reference would be on a label."""
    return "".join(reference.removeprefix(IMPORTED).split()).upper()


def _is_there(row: MachineRow, known: _Known, organization: Organization) -> bool:
    return row.reference in known.references or known.serials.get(row.serial) == organization.pk
