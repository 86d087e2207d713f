"""One row of a file of the standard, checked: what it holds, or why it is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from maillage.batches.errors import RowRefused
from repair.personal_strings import names_somebody

from .cells import is_formula, restore
from .columns import MISSING
from .countries import COUNTRIES
from .vocabulary import CATEGORIES, barrier_number, category_number, outcome_number

REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,59}")
NUMBER = re.compile(r"[0-9]{1,3}")
# What a terminal would obey; what spreadsheets write between lines is part of a text.
UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Repair is older than the standard, and no file tells of the next century: other years are typing errors.
FIRST_YEAR, LAST_YEAR = 1990, 2099
YEAR = re.compile(r"[12][0-9]{3}(?:\.0)?")
HIDDEN_YEAR = re.compile(r"[\d?]{0,3}\?[\d?]{0,3}")
AGE = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,3})?")
LONGEST = {
    "data_provider": 120,
    "partner_product_category": 120,
    "brand": 120,
    "model": 120,
    "group_identifier": 160,
    "problem": 8000,
}
LONGEST_KNOWN = 80
BEYOND_REPAIR = 3


@dataclass(slots=True)
class OpenRepair:
    """A row of the standard. None: the file has no such column, so it says nothing about it."""

    data_provider: str
    provider_ref: str
    country: str
    category: int
    size: str
    outcome: int
    barrier: int | None
    event_date: date
    partner_product_category: str | None
    brand: str | None
    model: str | None
    year_of_manufacture: int | None
    product_age: str | None
    group_identifier: str | None
    problem: str | None
    is_personal: bool


def read_row(cells: dict[str, str], *, provider: str = "") -> OpenRepair:
    """Return what the cells of a row say, headers as `columns.COLUMNS` (and `model`, of 0.1).

    `provider` is whose rows these are, whatever the file says. Raises RowRefused with the column, and
    what to type instead, in the reader's language.
    """
    category, size = _category(cells)
    outcome = outcome_number(cells["repair_status"])
    if outcome is None:
        _refuse("repair_status", _("Type Fixed, Repairable, End of life or Unknown."))
    problem = _text(cells, "problem")
    return OpenRepair(
        data_provider=provider or _provider(cells),
        provider_ref=_reference(cells["id"]),
        country=_country(cells.get("country", "")),
        category=category,
        size=size,
        outcome=outcome,
        barrier=_barrier(cells.get("repair_barrier_if_end_of_life", ""), outcome),
        event_date=_event_date(cells["event_date"]),
        partner_product_category=_text(cells, "partner_product_category"),
        brand=_text(cells, "brand"),
        model=_text(cells, "model"),
        year_of_manufacture=_year(cells.get("year_of_manufacture", "")),
        product_age=_age(cells.get("product_age")),
        group_identifier=_text(cells, "group_identifier"),
        problem=problem,
        is_personal=bool(problem) and names_somebody(problem),
    )


def _refuse(column: str, message: str) -> None:
    raise RowRefused(message, column)


def _text(cells: dict[str, str], column: str) -> str | None:
    text = cells.get(column)
    if not text:
        return text
    # Brands, kinds and cafés come again on every row; what somebody wrote of an object does not.
    return _known_text(text, column) if len(text) <= LONGEST_KNOWN else _read_text(text, column)


def _read_text(text: str, column: str) -> str:
    restored = restore(text)
    # First: what follows reads every sign.
    if len(restored) > LONGEST[column]:
        _refuse(column, _("This text is too long: %(most)d signs at most.") % {"most": LONGEST[column]})
    if is_formula(text):
        _refuse(column, _("A spreadsheet would run this cell as a formula. Type it as a text."))
    if UNSEEN.search(text):
        _refuse(column, _("This text holds signs that nobody sees. Type it again."))
    return restored


_known_text = lru_cache(maxsize=4096)(_read_text)


def _provider(cells: dict[str, str]) -> str:
    name = (_text(cells, "data_provider") or "").strip()
    if not name:
        _refuse("data_provider", _("Type who publishes this row, or name it with --provider."))
    return name


def _reference(text: str) -> str:
    text = text.strip()
    if not REFERENCE.fullmatch(text):
        _refuse("id", _("Type an identifier of letters, digits, dots or dashes, for example mulots_12."))
    return text


@lru_cache(maxsize=256)
def _country(text: str) -> str:
    code = text.strip().upper()
    if code not in COUNTRIES:
        _refuse("country", _("Type the three letters of the country (ISO 3166-1), for example FRA."))
    return code


def _category(cells: dict[str, str]) -> tuple[int, str]:
    """Return the number of the category and the size; the number and the words must agree."""
    number, words = cells.get("product_category_id", "").strip(), cells["product_category"]
    named = category_number(words)
    if not number:
        if named is None:
            _refuse("product_category", _("Type one of the forty categories of the standard."))
        return named  # type: ignore[return-value]
    if not NUMBER.fullmatch(number) or int(number) not in CATEGORIES:
        _refuse("product_category_id", _("Type a number from 1 to 40."))
    if words.strip() and named is None:
        _refuse("product_category", _("Type one of the forty categories of the standard."))
    if named is not None and named[0] != int(number):
        expected = {"number": number, "category": CATEGORIES[int(number)]}
        _refuse("product_category", _("Number %(number)s is “%(category)s”. Correct one of both.") % expected)
    return named or (int(number), "")


def _barrier(words: str, outcome: int | None) -> int | None:
    if words.strip().lower() in MISSING:
        return None
    barrier = barrier_number(words)
    if barrier is None:
        _refuse("repair_barrier_if_end_of_life", _("Type one of the six barriers of the standard."))
    if outcome != BEYOND_REPAIR:
        _refuse("repair_barrier_if_end_of_life", _("Leave this empty: only “End of life” has a barrier."))
    return barrier


@lru_cache(maxsize=4096)
def _event_date(text: str) -> date:
    try:
        # The ISO calendar has other ways of writing a day; the standard has one.
        day = date.fromisoformat(text.strip() if DAY.fullmatch(text.strip()) else "")
    except ValueError as error:
        message = _("Type the date as year-month-day, for example 2026-05-23.")
        raise RowRefused(message, "event_date") from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        expected = {"first": FIRST_YEAR, "last": LAST_YEAR}
        _refuse("event_date", _("Type a year from %(first)d to %(last)d.") % expected)
    return day


def _year(text: str) -> int | None:
    text = text.strip()
    if text.lower() in MISSING or HIDDEN_YEAR.fullmatch(text):
        return None
    if not YEAR.fullmatch(text):
        _refuse("year_of_manufacture", _("Type a year of four digits, for example 2009, or nothing."))
    return int(text[:4])


def _age(text: str | None) -> str | None:
    if text is None:
        return None
    text = text.strip().replace(",", ".")
    if text.lower() in MISSING:
        return ""
    if not AGE.fullmatch(text):
        _refuse("product_age", _("Type a number of years, for example 7 or 7.5, or nothing."))
    return text
