"""From the name of a commune to its point, and how far the rest is from it."""

from __future__ import annotations

import re
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.utils.text import slugify
from wagtail import hooks

from maillage.places.models import Place
from search.conf import get_conf
from search.contract import Point

if TYPE_CHECKING:
    from collections.abc import Iterable

    from search.contract import SearchResults

# The mean radius of the Earth: https://en.wikipedia.org/wiki/Earth_radius
EARTH_RADIUS_KM = 6371.0088


def kilometres(point: Point, latitude: float, longitude: float) -> float:
    """Return the distance from `point` to a latitude and longitude in degrees, by the haversine formula."""
    one, other = radians(point.latitude), radians(latitude)
    height, width = other - one, radians(longitude - point.longitude)
    chord = sin(height / 2) ** 2 + cos(one) * cos(other) * sin(width / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(chord, 1.0)))


_NAMES = """
01 Ain|02 Aisne|03 Allier|04 Alpes-de-Haute-Provence|05 Hautes-Alpes|06 Alpes-Maritimes|07 Ardèche
08 Ardennes|09 Ariège|10 Aube|11 Aude|12 Aveyron|13 Bouches-du-Rhône|14 Calvados|15 Cantal|16 Charente
17 Charente-Maritime|18 Cher|19 Corrèze|2A Corse-du-Sud|2B Haute-Corse|21 Côte-d’Or|22 Côtes-d’Armor
23 Creuse|24 Dordogne|25 Doubs|26 Drôme|27 Eure|28 Eure-et-Loir|29 Finistère|30 Gard|31 Haute-Garonne
32 Gers|33 Gironde|34 Hérault|35 Ille-et-Vilaine|36 Indre|37 Indre-et-Loire|38 Isère|39 Jura|40 Landes
41 Loir-et-Cher|42 Loire|43 Haute-Loire|44 Loire-Atlantique|45 Loiret|46 Lot|47 Lot-et-Garonne|48 Lozère
49 Maine-et-Loire|50 Manche|51 Marne|52 Haute-Marne|53 Mayenne|54 Meurthe-et-Moselle|55 Meuse|56 Morbihan
57 Moselle|58 Nièvre|59 Nord|60 Oise|61 Orne|62 Pas-de-Calais|63 Puy-de-Dôme|64 Pyrénées-Atlantiques
65 Hautes-Pyrénées|66 Pyrénées-Orientales|67 Bas-Rhin|68 Haut-Rhin|69 Rhône|70 Haute-Saône
71 Saône-et-Loire|72 Sarthe|73 Savoie|74 Haute-Savoie|75 Paris|76 Seine-Maritime|77 Seine-et-Marne
78 Yvelines|79 Deux-Sèvres|80 Somme|81 Tarn|82 Tarn-et-Garonne|83 Var|84 Vaucluse|85 Vendée|86 Vienne
87 Haute-Vienne|88 Vosges|89 Yonne|90 Territoire de Belfort|91 Essonne|92 Hauts-de-Seine
93 Seine-Saint-Denis|94 Val-de-Marne|95 Val-d’Oise|971 Guadeloupe|972 Martinique|973 Guyane
974 La Réunion|976 Mayotte
"""

DEPARTMENTS: dict[str, str] = {
    code: f"{name} ({code})"
    for code, _space, name in (entry.partition(" ") for entry in _NAMES.strip().replace("\n", "|").split("|"))
}

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


def map_data(found: SearchResults) -> dict[str, Any] | None:
    """Return what the script of the map reads; None when no result has a point, or no tiles are set."""
    conf = get_conf()
    points = [
        {
            "title": result.title,
            "url": result.url,
            "words": result.next_date.words if result.next_date else result.point.label,
            "latitude": result.point.latitude,
            "longitude": result.point.longitude,
        }
        for result in found.results
        if result.point
    ]
    if not points or not conf["TILES_URL"]:
        return None
    return {"tiles": conf["TILES_URL"], "attribution": conf["TILES_ATTRIBUTION"], "points": points}


def tile_origin(tiles_url: str) -> str:
    """Return the scheme and host of the tiles as a Content-Security-Policy names them.

    « https://{s}.tiles.example/… » gives « https://*.tiles.example ».
    """
    address = urlsplit(tiles_url.replace("{s}", "*"))
    return f"{address.scheme}://{address.netloc}"
