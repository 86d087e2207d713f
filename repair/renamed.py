"""Modules of this app that `docs/` told of under another name; see `maillage/renamed.py`."""

from __future__ import annotations

from maillage.renamed import keep

keep(
    {
        "repair.personal_strings": ("repair.free_text", {}),
        "repair.passwords": ("repair.free_text", {}),
        "repair.chances": ("repair.repair_rates", {}),
        "repair.ords.vocabulary": ("repair.open_data", {}),
    }
)
