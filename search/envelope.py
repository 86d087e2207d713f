"""What a row tells the search: plain values, the same for every model, so that one request can count all.

A model says it in `get_search_envelope()`, which returns a dict with any of the keys below; search
fills in those that are missing from the row itself. Plugins need not import this module.

========== ==========================================================================================
title      what people read; the title of a page, `public_name` or `str()` of a row
url        the path of its page; `url` of a page, `get_absolute_url()` of a row
text       all that can be searched, as one string; by default the values of its `search_fields`
excerpt    one sentence that stands under the title
facets     a dict: facet → values. `activity` is workshop, repair, equipment or event; `organization`
           the slugs of who organises; `topic`, `audience`, `price`, `accessibility` the plugin's codes
place      a `maillage.places.Place`, or None: where it happens unless a date says otherwise
========== ==========================================================================================

Dates come from the hook `register_search_dates`, in one batch for many pages: a function called with
page ids that returns `{page id: [date, …]}`, soonest first, dates to come that take place only. A
date is a dict: `start`, `end` (aware), `words` (« mardi 8 décembre, 18 h 30 – 20 h, Redon »),
`places_left` (bool), `place` (a Place or None).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

# A page keeps its next dates only: somebody who looks for a later one reads the page.
MOST_MOMENTS = 60


@dataclass(frozen=True)
class Envelope:
    """What is kept of one row. `as_body()` is the JSON that every engine keeps.

    `moments` are dicts: `start` and `end` (ISO 8601 in UTC, None for a mere place), `words`,
    `place` (public name), `commune` (a slug), `department` (« 35 »), `places_left` (« yes », « no »,
    or None for a mere place), `location` ({"lat", "lon"} or None: what anybody may know).
    """

    key: str
    type: str
    title: str
    url: str
    text: str
    excerpt: str = ""
    facets: dict[str, list[str]] = field(default_factory=dict)
    moments: list[dict[str, Any]] = field(default_factory=list)

    def as_body(self) -> dict[str, Any]:
        """Return the envelope as JSON values: what an index holds, with these very names."""
        return {
            "key": self.key,
            "type": self.type,
            "title": self.title,
            "url": self.url,
            "text": self.text,
            "excerpt": self.excerpt,
            "facets": self.facets,
            "moments": self.moments,
        }
