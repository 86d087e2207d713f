"""The words of the standard, and the other ways of writing them that circulate."""

from __future__ import annotations

from functools import lru_cache

from repair.categories import Category, Size
from repair.outcomes import Barrier, Outcome

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
