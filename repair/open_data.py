"""One row of a file of the Open Repair Data Standard: read, checked, written; how the file travels."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from maillage.batches.errors import RowRefused
from repair.categories import Category, Size
from repair.free_text import names_somebody
from repair.outcomes import Barrier, Outcome

_SIGNS = r"[=+\-@\t\r＝＋－＠]"  # the wide ones are read as the narrow ones by some spreadsheets
_RISKY = re.compile(rf"'*{_SIGNS}")
_NEUTRAL = re.compile(rf"'+{_SIGNS}")
# What people who describe a fault never type: « =A1 », « = 1+1 », a call (« @SUM(1) », not « -prise(s) »),
# a link to another program (« -cmd|… »).
_CALL = r"(?!\w+\((?:e|s|es|x)\))[A-Za-z_][\w.]*\("
_FORMULA = re.compile(
    rf"\s*(?:[=＝](?:[^\s=]|\s*[\d+\-@(\"'$]|\s+[A-Za-z$]+\d|\s*{_CALL}|\s*\w+[|!])"
    rf"|[+\-@＋－＠][\d.+\-]*+(?:{_CALL}|\s*\w+\|))"
)


def neutralize(text: str) -> str:
    """Return `text` so that no spreadsheet runs it."""
    return f"'{text}" if _RISKY.match(text) else text


def restore(text: str) -> str:
    """Return what `neutralize()` was given."""
    return text[1:] if _NEUTRAL.match(text) else text


def is_formula(text: str) -> bool:
    """Tell whether `text` was written to be run: « =HYPERLINK(…) », « @SUM(1) »; « - no light » is a text."""
    return _FORMULA.match(text) is not None


COLUMNS = (
    "id",
    "data_provider",
    "country",
    "partner_product_category",
    "product_category",
    "product_category_id",
    "brand",
    "year_of_manufacture",
    "product_age",
    "repair_status",
    "repair_barrier_if_end_of_life",
    "group_identifier",
    "event_date",
    "problem",
)
# 0.1 says `date` and has neither barrier, category number nor the partner's category; 0.2.1 has no
# number and no age; the text of 0.3 says `product_age_estimate` where its files say `product_age`.
REQUIRED = frozenset({"id", "product_category", "repair_status", "event_date"})
NAMES = {
    "date": "event_date",
    "product_age_estimate": "product_age",
    "repair_barrier": "repair_barrier_if_end_of_life",
    "provider": "data_provider",
}
# How a missing value is written in the files that circulate.
MISSING = frozenset({"", "unknown", "n/a", "null", "none"})

# Source: ISO 3166-1 alpha-3, as of 2026; XKX, which it leaves to users, is what Kosovo is written as.
_CODES = """
ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR
BHR BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG
COK COL COM CPV CRI CUB CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH
FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY
HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM
KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL
MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR
NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU
SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA
TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB
VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE
XKX
"""
COUNTRIES = frozenset(_CODES.split())


class SeenReferences:
    """A set of `(provider, reference)` that lies in a temporary file once it is large.

    SQLite's unnamed database is private, and disappears when it is closed.
    """

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("PRAGMA cache_size = -2000")
        self._database.execute(
            "CREATE TABLE seen (name TEXT, reference TEXT, row INTEGER,"
            " PRIMARY KEY (name, reference)) WITHOUT ROWID"
        )

    def add(self, rows: Sequence[tuple[str, str, int]]) -> dict[int, int]:
        """Add `(provider, reference, row number)`; return `{row number: first row}` of the doubles."""
        database = self._database
        database.execute("BEGIN")
        before = database.total_changes
        database.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", rows)
        added = database.total_changes - before
        database.execute("COMMIT")
        if added == len(rows):
            return {}
        return self._doubles(rows)

    def _doubles(self, rows: Sequence[tuple[str, str, int]]) -> dict[int, int]:
        question = "SELECT row FROM seen WHERE name = ? AND reference = ?"
        firsts = {row: self._database.execute(question, (name, ref)).fetchone()[0] for name, ref, row in rows}
        return {row: first for row, first in firsts.items() if row != first}

    def close(self) -> None:
        """Let go of the temporary file."""
        self._database.close()


OUTCOMES: dict[int, str] = {
    Outcome.FIXED: "Fixed",
    Outcome.REPAIRABLE: "Repairable",
    Outcome.END_OF_LIFE: "End of life",
    Outcome.UNKNOWN: "Unknown",
}
BARRIERS: dict[int, str] = {
    Barrier.NO_PARTS: "Spare parts not available",
    Barrier.DEAR_PARTS: "Spare parts too expensive",
    Barrier.CANNOT_OPEN: "No way to open product",
    Barrier.NO_INFORMATION: "Repair information not available",
    Barrier.NO_EQUIPMENT: "Lack of equipment",
    Barrier.WORN_OUT: "Item too worn out",
}
CATEGORIES: dict[int, str] = dict(
    enumerate(
        (
            "Aircon/dehumidifier",
            "Battery/charger/adapter",
            "Decorative or safety lights",
            "Desktop computer",
            "Digital compact camera",
            "DSLR/video camera",
            "Fan",
            "Flat screen",
            "Hair & beauty item",
            "Handheld entertainment device",
            "Headphones",
            "Hi-Fi integrated",
            "Hi-Fi separates",
            "Kettle",
            "Lamp",
            "Laptop",
            "Large home electrical",
            "Misc",
            "Mobile",
            "Musical instrument",
            "Paper shredder",
            "PC accessory",
            "Portable radio",
            "Power tool",
            "Printer/scanner",
            "Projector",
            "Sewing machine",
            "Small home electrical",
            "Small kitchen item",
            "Tablet",
            "Toaster",
            "Toy",
            "TV and gaming-related accessories",
            "Vacuum",
            "Watch/clock",
            "Coffee maker",
            "Food processor",
            "Games console",
            "Hair dryer",
            "Iron",
        ),
        start=1,
    )
)
# Beside the standard, which publishes these only as counts.
UNPOWERED: dict[int, str] = {
    Category.FURNITURE: "Furniture",
    Category.BICYCLE: "Bicycle",
    Category.TEXTILE: "Clothing/textile",
    Category.UNPOWERED_MISC: "Misc (unpowered)",
    Category.HAND_TOOL: "Hand tool",
    Category.JEWELLERY: "Jewellery",
}
ALL_CATEGORIES = CATEGORIES | UNPOWERED

_OUTCOME_ALIASES = {
    "": Outcome.UNKNOWN,
    "repaired": Outcome.FIXED,
    "end-of-life": Outcome.END_OF_LIFE,
    "endoflife": Outcome.END_OF_LIFE,
    "eol": Outcome.END_OF_LIFE,
}
# The older files and the published schema each have their own words.
_BARRIER_ALIASES = {
    "no way to open the product": Barrier.CANNOT_OPEN,
    "too worn out": Barrier.WORN_OUT,
    "item is too worn out": Barrier.WORN_OUT,
    "spare parts are not available": Barrier.NO_PARTS,
    "spare parts are too expensive": Barrier.DEAR_PARTS,
    "no repair information available": Barrier.NO_INFORMATION,
}
# Categories that providers cut by size, or named otherwise in the older files.
_SIZED = {
    "laptop small": Size.LAPTOP_SMALL,
    "laptop medium": Size.LAPTOP_MEDIUM,
    "laptop large": Size.LAPTOP_LARGE,
    'flat screen 15-17"': Size.SCREEN_15,
    'flat screen 19-20"': Size.SCREEN_19,
    'flat screen 22-24"': Size.SCREEN_22,
    'flat screen 26-30"': Size.SCREEN_26,
    'flat screen 32-37"': Size.SCREEN_32,
}


def _key(words: str) -> str:
    """Return `words` without capitals, spare spaces or spaces around a slash."""
    return "/".join(" ".join(part.split()) for part in words.lower().split("/"))


def _read(words: dict[int, str], aliases: dict[str, int]) -> dict[str, int]:
    by_number = {str(number): number for number in words}
    return by_number | {_key(word): number for number, word in words.items()} | aliases


_OUTCOME_NUMBERS = _read(OUTCOMES, _OUTCOME_ALIASES)
_BARRIER_NUMBERS = _read(BARRIERS, _BARRIER_ALIASES)
_CATEGORY_NUMBERS = {_key(word): number for number, word in CATEGORIES.items()}


@lru_cache(maxsize=256)
def outcome_number(words: str) -> int | None:
    """Return the number of a `repair_status` however it is written; None for none that is known."""
    return _OUTCOME_NUMBERS.get(_key(words))


@lru_cache(maxsize=256)
def barrier_number(words: str) -> int | None:
    """Return the number of a barrier however it is written; None for none that is known."""
    return _BARRIER_NUMBERS.get(_key(words))


@lru_cache(maxsize=1024)
def category_number(words: str) -> tuple[int, str] | None:
    """Return the number of a `product_category` and the size it says, or None when nobody knows it."""
    key = _key(words)
    if key in _CATEGORY_NUMBERS:
        return _CATEGORY_NUMBERS[key], ""
    size = _SIZED.get(key)
    return None if size is None else (size.category.value, size.value)


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
