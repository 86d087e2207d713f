"""The ways to narrow the results: those of the search itself, and those that plugins register.

A plugin registers its own by the hook `register_search_facets`: a function that returns a list of
dicts: `key` (in the envelope's `facets`), `label`, `order` (a number), and `labels`, a function that
takes values and returns what people read, by value. Two plugins may name the same key: both are asked
for labels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail import hooks

from maillage.places.models import Organization
from search.contract import Facet, FacetValue
from search.places import DEPARTMENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from search.places import PlaceRow


# More than that is no longer a choice; what was chosen stays.
MOST_VALUES = 15

Labels = dict[str, str]


@dataclass(frozen=True)
class FacetKind:
    """One facet: its key, its name, where it stands, and who knows its labels."""

    key: str
    label: str
    order: int
    labels: tuple[Callable[[Iterable[str]], Labels], ...]

    def labels_of(self, values: Iterable[str]) -> Labels:
        """Return what people read, by value; a value that nobody knows is left out."""
        wanted = sorted(values)
        return (
            {value: label for labels in self.labels for value, label in labels(wanted).items()}
            if wanted
            else {}
        )


def facet_kinds(places: Iterable[PlaceRow]) -> list[FacetKind]:
    """Return every facet, in order. `places` name the communes."""
    kinds: dict[str, FacetKind] = {}
    registered = (one for register in hooks.get_hooks("register_search_facets") for one in register())
    for facet in (*_own_facets(places), *registered):
        key, before = facet["key"], kinds.get(facet["key"])
        labels = (*(before.labels if before else ()), facet["labels"])
        kinds[key] = FacetKind(key, str(facet["label"]), facet["order"], labels)
    return sorted(kinds.values(), key=lambda kind: kind.order)


def counted(
    kinds: Iterable[FacetKind], counts: Mapping[str, Mapping[str, int]], chosen: Mapping[str, frozenset[str]]
) -> list[Facet]:
    """Return the facets that lead somewhere, with their labels, the most frequent value first.

    What was chosen is always there, though it would find nothing any more.
    """
    facets = []
    for kind in kinds:
        found = {**dict.fromkeys(chosen.get(kind.key, ()), 0), **counts.get(kind.key, {})}
        labels = kind.labels_of(found)
        values = [
            FacetValue(value, labels[value], count, chosen=value in chosen.get(kind.key, ()))
            for value, count in found.items()
            if value in labels
        ]
        values.sort(key=lambda one: (not one.chosen, -one.count, one.label))
        if values:
            facets.append(Facet(kind.key, kind.label, values[:MOST_VALUES]))
    return facets


def wanted_filters(filters: Mapping[str, Any], kinds: Iterable[FacetKind]) -> dict[str, frozenset[str]]:
    """Return the values asked for by facet, as documents write them: « Redon » is « redon ».

    What is no facet, and a facet without a value, is left out.
    """
    wanted = {}
    for kind in kinds:
        asked = filters.get(kind.key, ())
        asked = [asked] if isinstance(asked, str) else asked
        values = frozenset(_as_written(kind.key, value) for value in asked) - {""}
        if values:
            wanted[kind.key] = values
    return wanted


def _as_written(key: str, value: str) -> str:
    written = slugify(value)
    # The Corsican départements are the only values with a capital letter.
    return written.upper() if key == "department" else written


def _own_facets(places: Iterable[PlaceRow]) -> list[dict[str, Any]]:
    communes = {slugify(commune): commune for commune, *_rest in places}
    return [
        {"key": "commune", "label": _("Commune"), "order": 20, "labels": _known(communes)},
        {"key": "department", "label": _("Département"), "order": 30, "labels": _known(DEPARTMENTS)},
        {"key": "organization", "label": _("Who organises"), "order": 40, "labels": _organization_names},
        {
            "key": "places_left",
            "label": pgettext("search", "Seats"),
            "order": 90,
            "labels": _known({"yes": _("Seats left")}),
        },
    ]


def _known(labels: Labels) -> Callable[[Iterable[str]], Labels]:
    return lambda values: {value: labels[value] for value in values if value in labels}


def _organization_names(values: Iterable[str]) -> Labels:
    return dict(Organization.objects.filter(slug__in=list(values)).values_list("slug", "name"))
