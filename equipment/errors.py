"""What the workshop refuses, and what to do about it; each message is a sentence for people."""

from __future__ import annotations


class EquipmentError(Exception):
    """A refusal. Its text is for the person who tried."""

    def __init__(self, message: str, *, code: str = "") -> None:
        super().__init__(message)
        self.code = code


class NotAllowed(EquipmentError):
    """The person has not the role, or the machine belongs to another organisation."""


class WrongState(EquipmentError):
    """The machine is not where this can be done: somebody moved it, or it never was."""


class NotProved(EquipmentError):
    """A disk would leave with what nobody has proved to be erased."""


class Missing(EquipmentError):
    """Something that the table of transitions asks for was not given; `field` is its name."""

    def __init__(self, message: str, *, field: str) -> None:
        super().__init__(message, code=field)
        self.field = field


class NotReversible(EquipmentError):
    """« Annuler » cannot take this entry back."""
