"""The map beside the results: their points, and where its tiles come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .conf import get_conf

if TYPE_CHECKING:
    from .contract import SearchResults


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
