"""What keeps a file, a row or an import from going through. Each says what to do, in the reader's words."""

from __future__ import annotations

from django.utils.translation import gettext as _


class BatchError(Exception):
    """What is said to whoever imports."""


class FileRefused(BatchError):
    """The file itself cannot be read as a table; `row` is where reading stopped (1 is the header)."""

    def __init__(self, message: str, row: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.row = row


class RowRefused(BatchError):
    """One row cannot be imported; `column` names the cell, empty for the whole row."""

    def __init__(self, message: str, column: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.column = column


class ImportStopped(BatchError):
    """Whoever runs the import stopped it; what was written is taken back."""


class TakenOver(BatchError):
    """Another process took ours for dead, and works at the import now."""


class NotReady(BatchError):
    """The import is not in the state that this step needs; another person was quicker."""

    def __str__(self) -> str:
        return _("This import has changed since you opened the page. Look at it again.")


class CannotUndo(BatchError):
    """Something was changed or used since the import."""


class UnknownImporter(LookupError):
    """No installed plugin imports this kind of file."""
