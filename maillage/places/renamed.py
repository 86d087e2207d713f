"""Modules of this app that `docs/` told of under another name; see `maillage/renamed.py`."""

from __future__ import annotations

from maillage.renamed import keep

keep(
    {
        "maillage.places.forms": ("maillage.places.admin", {}),
    }
)
