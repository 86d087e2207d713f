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


class NotASms(ValueError):
    """What a renderer returned is no text message: a strange number, no text, or too much of it."""


class SmsIsOff(Exception):
    """This site names no backend for text messages."""


class SmsRefused(Exception):
    """The provider will never take this text message."""


class SmsProviderDown(OSError):
    """The provider cannot be reached, or does not take messages now."""
