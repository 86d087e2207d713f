"""What keeps a message from leaving."""

from __future__ import annotations


class UnknownKind(LookupError):
    """No installed plugin renders messages of this kind."""


class TwoRenderers(ValueError):
    """Two plugins render the same kind of message."""


class NotFailed(Exception):
    """Only a message that failed can be sent again."""


class NotAnEmail(ValueError):
    """What a renderer returned cannot be sent to anybody: no address, or a strange attachment."""
