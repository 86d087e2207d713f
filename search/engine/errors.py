"""What may go wrong with an engine, for those who know no client library."""


class EngineAwayError(Exception):
    """The engine did not answer, or was not asked because it did not answer a moment ago."""


class IndexLostError(Exception):
    """The node that held an index that was being made is gone, and no other one has a copy."""
