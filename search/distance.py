"""How far it is, as the crow flies."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .contract import Point

# The mean radius of the Earth: https://en.wikipedia.org/wiki/Earth_radius
EARTH_RADIUS_KM = 6371.0088


def kilometres(point: Point, latitude: float, longitude: float) -> float:
    """Return the distance from `point` to a latitude and longitude in degrees, by the haversine formula."""
    one, other = radians(point.latitude), radians(latitude)
    height, width = other - one, radians(longitude - point.longitude)
    chord = sin(height / 2) ** 2 + cos(one) * cos(other) * sin(width / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(chord, 1.0)))
