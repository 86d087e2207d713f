"""The stock as a screen: the machines that can be had, in cards, and the ways to narrow them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from equipment.formats import good_for, specifications
from equipment.models import LedgerEntry, Machine, MachinePhoto, Price, StockPage
from equipment.prices import DEAREST, grids_of, price_range
from equipment.states import Kind, Situation
from maillage.places.pages import public_pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet
    from django.http import HttpRequest

    from maillage.places.models import Organization, Place

MACHINES_PER_SCREEN = 24
CARD_PICTURE = "fill-400x300"


@dataclass(frozen=True)
class StockCard:
    """One machine as people read it."""

    machine: Machine
    prices: list[Price]

    @property
    def good_for(self) -> str:
        """What it is enough for."""
        return good_for(self.machine)

    @property
    def specifications(self) -> list[str]:
        """What is in it."""
        return specifications(self.machine)

    @property
    def price(self) -> str:
        """What it costs, in one line."""
        return price_range(self.prices)

    @property
    def commune(self) -> str:
        """Where it can be fetched; nothing while its shelf is unknown."""
        return self.machine.shelf.place.commune if self.machine.shelf else ""

    @property
    def photo(self) -> MachinePhoto | None:
        """The first photo that everybody may see."""
        return next(iter(self.machine.photos.all()), None)


class StockFilterForm(forms.Form):
    """What the list is narrowed to; a value that is not offered is left out."""

    genre = forms.ChoiceField(label=pgettext_lazy("of a machine", "Kind"), required=False)
    commune = forms.ChoiceField(label=gettext_lazy("Commune"), required=False)
    situation = forms.ChoiceField(
        label=gettext_lazy("Your situation"),
        required=False,
        choices=[("", gettext_lazy("All prices")), *Situation.choices],
    )
    prix = forms.IntegerField(
        label=gettext_lazy("Most, in euros"),
        required=False,
        min_value=0,
        max_value=DEAREST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "is-short"}),
    )

    def __init__(self, data: Any, *, kinds: Iterable[str], communes: Iterable[str]) -> None:
        super().__init__(data)
        offered = [(kind.value, kind.label) for kind in Kind if kind in kinds]
        self.fields["genre"].choices = [("", pgettext("machines", "All")), *offered]  # type: ignore[attr-defined]
        towns = [(commune, commune) for commune in sorted(filter(None, communes))]
        self.fields["commune"].choices = [("", pgettext("communes", "All")), *towns]  # type: ignore[attr-defined]

    @property
    def narrowed(self) -> dict[str, Any]:
        """What was understood, by the names of `narrow()`."""
        self.is_valid()
        data = self.cleaned_data
        return {
            "kind": data.get("genre") or "",
            "commune": data.get("commune") or "",
            "situation": data.get("situation") or "",
            "most_cents": data["prix"] * 100 if data.get("prix") is not None else None,
        }


def stock_screen(asked: Mapping[str, Any], organization_id: int | None = None) -> dict[str, Any]:
    """Return the form, one screen of machines and their cards, as the template reads them."""
    machines = Machine.objects.available()
    if organization_id:
        machines = machines.filter(organization=organization_id)
    facets = list(machines.order_by().values_list("kind", "shelf__place__commune").distinct())
    form = StockFilterForm(
        asked, kinds={kind for kind, _town in facets}, communes={town for _kind, town in facets}
    )
    found = with_card(narrow(machines, **form.narrowed)).order_by("-created_at", "-pk")
    screen = Paginator(found, MACHINES_PER_SCREEN).get_page(asked.get("page"))
    return {
        "form": form,
        "screen": screen,
        "cards": cards_of(screen.object_list),
        "is_empty": not facets,
        "narrowed": any(value not in ("", None) for value in form.narrowed.values()),
    }


def narrow(
    machines: QuerySet[Machine],
    *,
    kind: str = "",
    commune: str = "",
    situation: str = "",
    most_cents: int | None = None,
) -> QuerySet[Machine]:
    """Keep those of this kind, in this commune, whose price in this situation is at most `most_cents`."""
    if kind:
        machines = machines.filter(kind=kind)
    if commune:
        machines = machines.filter(shelf__place__commune__iexact=commune)
    if most_cents is not None:
        prices = Price.objects.filter(
            organization=OuterRef("organization"), kind=OuterRef("kind"), cents__lte=most_cents
        )
        machines = machines.filter(Exists(prices.filter(situation=situation) if situation else prices))
    return machines


def with_card(machines: QuerySet[Machine]) -> QuerySet[Machine]:
    """Read what a card shows of each machine in a constant number of queries."""
    photos = MachinePhoto.objects.filter(is_public=True).select_related("image")
    return machines.select_related("organization", "shelf__place").prefetch_related(
        Prefetch("photos", photos.prefetch_related("image__renditions"))
    )


def cards_of(machines: Iterable[Machine]) -> list[StockCard]:
    """Return the cards of `machines`, with their prices; one query."""
    rows = list(machines)
    grids = grids_of(rows)
    return [StockCard(row, grids.get((row.organization_id, row.kind), [])) for row in rows]


def stock_url(request: HttpRequest) -> str:
    """Return the address of the site's list of machines; nothing while no page shows it."""
    page = StockPage.objects.filter(pk__in=public_pages().values("pk")).order_by("depth", "pk").first()
    return (page.get_url(request) or "") if page else ""


def is_refurbished(machine: Machine) -> bool:
    """Tell whether « reconditionné » may be said of an available machine (décret n° 2022-190, art. 1).

    Its data are erased, or it would not be available; here, whether every function was tested since it last
    came in or went back to the bench.
    """
    told = LedgerEntry.objects.filter(machine=machine, reversed_by=None)
    last = told.filter(code__in=("test", "take_back", "back_to_bench")).order_by("-sequence").first()
    return last is not None and last.code == "test"


MOST_MACHINES = 3


def stock_section(
    request: HttpRequest, organization: Organization, place: Place | None
) -> tuple[str, dict[str, Any]] | None:
    """Return the section that shows the machines that can be had there, or None when there is none.

    See `maillage.places.sections` for what goes in: a `place` means that place alone.
    """
    machines = Machine.objects.available()
    machines = machines.filter(shelf__place=place) if place else machines.filter(organization=organization)
    # Without their pictures: a page about somebody else has few queries to spare.
    bare = machines.select_related("organization", "shelf__place")
    rows = bare.prefetch_related(Prefetch("photos", MachinePhoto.objects.none()))
    cards = cards_of(rows.order_by("-created_at", "-pk")[:MOST_MACHINES])
    if not cards:
        return None
    return "equipment/public/_section.html", {"cards": cards, "stock_url": stock_url(request)}
