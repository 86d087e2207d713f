"""Modules of this app that `docs/` told of under another name; see `maillage/renamed.py`."""

from __future__ import annotations

from maillage.renamed import keep

keep(
    {
        "search.engine.elasticsearch": ("search.elasticsearch.backend", {}),
        "search.engine.mapping": ("search.elasticsearch.index", {}),
        "search.engine": ("search.elasticsearch", {}),
    }
)
