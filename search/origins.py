"""From the name of a commune to its point: where a distance is counted from."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.text import slugify
from wagtail import hooks

from maillage.places.models import Place

from .contract import Point

if TYPE_CHECKING:
    from collections.abc import Iterable

# Communes of the West, so that somebody may ask for one where the site has no place; see its heading.
COMMUNES_FILE = Path(__file__).parent / "data" / "communes.tsv"
_COORDINATES = re.compile(r"\s*(-?\d{1,2}(?:\.\d+)?)\s*[,;]\s*(-?\d{1,3}(?:\.\d+)?)\s*")
_POSTAL_CODE = re.compile(r"\s*(\d{5})\s*")
NORTHMOST, EASTMOST = 90, 180

PlaceRow = tuple[str, str, float | None, float | None]


def place_rows() -> list[PlaceRow]:
    """Return commune, postal code, latitude and longitude of every place, in one query.

    A point that only registered people may know is left out.
    """
    rows = Place.objects.order_by("pk").values_list(
        "commune", "postal_code", "latitude", "longitude", "address_for_registered_only"
    )
    return [
        (commune, code, None, None)
        if hidden or latitude is None or longitude is None
        else (commune, code, float(latitude), float(longitude))
        for commune, code, latitude, longitude, hidden in rows
    ]


def find_origin(asked: Point | str | None, places: Iterable[PlaceRow]) -> Point | None:
    """Return the point of what was asked: itself, « 47.65,-2.08 », a commune or a postal code.

    A commune is looked for in the hooks `register_search_origins` (functions that return a dict from
    names to latitude and longitude), then in the file, then among `places`, whose mean is taken.
    None when nobody knows it.
    """
    if asked is None or isinstance(asked, Point):
        return asked
    if typed := _COORDINATES.fullmatch(asked):
        return _checked(float(typed[1]), float(typed[2]), asked.strip())
    places = list(places)
    if typed := _POSTAL_CODE.fullmatch(asked):
        return _mean([row for row in places if row[1] == typed[1]])
    name = slugify(asked)
    if not name:
        return None
    return (
        _hooked(name) or _from_file().get(name) or _mean([row for row in places if slugify(row[0]) == name])
    )


def _hooked(name: str) -> Point | None:
    for origins in hooks.get_hooks("register_search_origins"):
        for label, (latitude, longitude) in origins().items():
            if slugify(label) == name:
                return Point(latitude, longitude, label)
    return None


@cache
def _from_file() -> dict[str, Point]:
    points = {}
    for line in COMMUNES_FILE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            label, latitude, longitude = line.split("\t")
            points[slugify(label)] = Point(float(latitude), float(longitude), label)
    return points


def _mean(rows: list[PlaceRow]) -> Point | None:
    known = [(latitude, longitude) for _c, _p, latitude, longitude in rows if latitude is not None]
    if not known:
        return None
    latitudes, longitudes = zip(*known, strict=True)
    return Point(sum(latitudes) / len(known), sum(longitudes) / len(known), rows[0][0])


def _checked(latitude: float, longitude: float, label: str) -> Point | None:
    if abs(latitude) > NORTHMOST or abs(longitude) > EASTMOST:
        return None
    return Point(latitude, longitude, label)
