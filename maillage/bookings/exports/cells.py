"""One cell of a table, as each kind of file holds it, and never as an order to a spreadsheet."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

Cell = str | int | Decimal | date | datetime | bool | None

# What makes a spreadsheet compute a text: OWASP, « CSV Injection ». The wide signs are read like the others.
ORDERS = "=+-@\uff1d\uff0b\uff0d\uff20"
BLANKS = "\t\r\n"
# What no spreadsheet can hold: XML 1.0, 2.2.
_UNSAID = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def is_an_order(text: str) -> bool:
    """Tell whether a spreadsheet could take `text` for a formula."""
    return text[:1] in tuple(BLANKS) or text.lstrip()[:1] in tuple(ORDERS)


def written(text: str) -> str:
    """Return `text` without the control characters that break a file."""
    return _UNSAID.sub("", text)


def as_text(cell: Cell) -> str:
    """Return `cell` as CSV holds it: days and amounts as they are read in French, formulas made harmless.

    A text that a spreadsheet would compute gets an apostrophe before it, as people type it there.
    """
    match cell:
        case str():
            text = written(cell)
            return f"'{text}" if is_an_order(text) else text
        case bool():
            return yes_or_no(cell)
        case datetime():
            return f"{cell:%d/%m/%Y %H:%M}"
        case date():
            return f"{cell:%d/%m/%Y}"
        case Decimal():
            return str(cell).replace(".", ",")
    return "" if cell is None else str(cell)


def yes_or_no(truth: bool) -> str:
    """Return « oui » or « non »."""
    return _("yes") if truth else _("no")
