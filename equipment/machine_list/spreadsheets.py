"""Lists that leave as a table: words instead of codes, and no cell that a spreadsheet would run."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

# What makes a spreadsheet compute a text: OWASP, « CSV Injection ». The wide signs are read like the others.
ORDERS = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
BLANKS = tuple("\t\r\n")


def harmless(text: str) -> str:
    """Return `text` with an apostrophe before it when a spreadsheet could take it for a formula."""
    return f"'{text}" if text.startswith(BLANKS) or text.lstrip().startswith(ORDERS) else text


class SafeSpreadsheetMixin:
    """Mix this in a view with `list_export`."""

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """Return what a row holds, choices in words."""
        row: dict[str, Any] = super().to_row_dict(item)  # type: ignore[misc]
        for name in row:
            display = getattr(item, f"get_{name}_display", None)
            if display is not None:
                row[name] = str(display())
        return row

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Make every text harmless."""
        value = super().preprocess_field_value(field, value, export_format)  # type: ignore[misc]
        if isinstance(value, Model):
            value = str(value)
        return harmless(value) if isinstance(value, str) else value
