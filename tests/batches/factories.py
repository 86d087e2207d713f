"""A small importer of places, as a plugin would write one, and files for it."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile

from maillage.batches.errors import CannotUndo, RowRefused
from maillage.batches.importers import Written
from maillage.places.models import Place

if TYPE_CHECKING:
    from maillage.places.models import Organization

HEADER = "Nom,Commune,Téléphone\n"
GOOD = HEADER + "Salle des fêtes,Allaire,\nMédiathèque,Redon,0261910011\n"


class PlaceImporter:
    """Rows are known by their name and commune; the phone is what an import changes."""

    kind = "tests.places"
    label = "Lieux"
    permission = "places.add_place"
    required = frozenset({"name", "commune"})
    names: Mapping[str, str] = {"nom": "name", "téléphone": "phone", "tel": "phone"}

    def parse(self, cells: dict[str, str]) -> dict[str, str]:
        if not cells["commune"]:
            raise RowRefused("Tapez une commune.", "Commune")
        return {name: cells.get(name, "") for name in ("name", "commune", "phone")}

    def write(
        self,
        records: Sequence[tuple[int, dict[str, str]]],
        *,
        organization: Organization | None,
        dry_run: bool,
    ) -> Written:
        written, there = Written(), {}
        for place in Place.objects.filter(name__in=[record["name"] for _row, record in records]):
            there[place.name, place.commune] = place
        for _row, record in records:
            place = there.get((record["name"], record["commune"]))
            if place is None:
                new = Place(organization=organization, **record)
                if not dry_run:
                    new.save()
                written.created.append(new.pk)
            elif place.phone == record["phone"]:
                written.unchanged += 1
            else:
                written.before[place.pk] = {"phone": place.phone}
                if not dry_run:
                    Place.objects.filter(pk=place.pk).update(phone=record["phone"])
        return written

    def check_undo(self, created: Sequence[Any], before: Mapping[Any, dict[str, Any]]) -> None:
        used = Place.objects.filter(pk__in=[*created, *before], access__gt="")
        if used.exists():
            raise CannotUndo("Quelqu’un a complété ce lieu.")

    def undo(self, created: Sequence[Any], before: Mapping[Any, dict[str, Any]]) -> None:
        self.check_undo(created, before)
        Place.objects.filter(pk__in=created).delete()
        for key, values in before.items():
            Place.objects.filter(pk=key).update(**values)


def table(text: str = GOOD, encoding: str = "utf-8") -> io.BytesIO:
    """Return `text` as a file that was opened."""
    return io.BytesIO(text.encode(encoding))


def upload(text: str = GOOD, name: str = "lieux.csv") -> ContentFile[bytes]:
    """Return `text` as a file that somebody sent."""
    return ContentFile(text.encode(), name=name)
