"""Modules of this app that `docs/` told of under another name; see `maillage/renamed.py`."""

from __future__ import annotations

from maillage.renamed import keep

keep(
    {
        "equipment.guards.install": ("equipment.db_triggers.install", {}),
        "equipment.guards.refusals": (
            "equipment.db_triggers.errors",
            {"told_in_words": "translate_trigger_errors", "in_words": "trigger_refusal"},
        ),
        "equipment.services.series": ("equipment.services.bulk_operation", {}),
        "equipment.services.shelves": ("equipment.services.bulk_operation", {}),
        "equipment.services.projection": (
            "equipment.services.ledger",
            {"told_by_proofs": "status_from_proofs"},
        ),
        "equipment.services.counted": ("equipment.services.bulk_stock", {}),
        "equipment.services.entries": ("equipment.services.ledger", {}),
        "equipment.services.loans": ("equipment.services.exits", {}),
        "equipment.services.papers": ("equipment.services.transitions", {}),
        "equipment.services.recycling": ("equipment.services.exits", {}),
        "equipment.services.matching": ("equipment.services.inventory", {}),
        "equipment.plain_words": (
            "equipment.formats",
            {
                "battery_in_words": "format_battery",
                "memory_in_words": "format_memory",
                "screen_in_words": "format_screen",
                "storage_in_words": "format_storage",
            },
        ),
        "equipment.axes": ("equipment.states", {}),
    }
)
