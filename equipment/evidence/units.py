"""Quantities as tools write them, in bytes: « 256060 », « 500 GB », « 465.8 GiB », 8192 (MiB)."""

from __future__ import annotations

import re
from typing import Any

# Nothing that is brought to a workshop holds more: 1 EB.
LARGEST = 10**18
GIGABYTE, MEGABYTE = 10**9, 2**20
SMALLEST_AGREED = 50
FACTORS = {
    "": 1,
    "b": 1,
    "byte": 1,
    "bytes": 1,
    "kb": 10**3,
    "mb": 10**6,
    "gb": 10**9,
    "tb": 10**12,
    "kib": 2**10,
    "mib": 2**20,
    "gib": 2**30,
    "tib": 2**40,
}
# French writes « octets »: Go, Mio.
_QUANTITY = re.compile(r"^\s*([0-9]{1,20}(?:[.,][0-9]{1,20})?)\s*([a-zA-Z]{0,6})\s*$")


def in_bytes(value: Any, unit: str = "") -> int | None:
    """Return `value` in bytes, None when it is no quantity; `unit` is that of a number that names none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    read = _QUANTITY.match(str(value))
    if read is None:
        return None
    number, named = read.groups()
    factor = FACTORS.get((named or unit).lower().replace("o", "b") if named != "bytes" else "b")
    if factor is None:
        return None
    total = round(float(number.replace(",", ".")) * factor)
    return total if 0 < total <= LARGEST else None


def in_bytes_of_lsblk(value: Any) -> int | None:
    """Return a size that lsblk writes in bytes, or rounded for people: « 931.5G » counts by 1024."""
    rounded = re.sub(r"([KMGT])$", r"\1iB", value.strip()) if isinstance(value, str) else value
    return in_bytes(rounded)


def alike(one: int | None, other: int | None) -> bool:
    """Tell whether two sizes may be those of one disk: tools round to the megabyte or to the gigabyte."""
    if one is None or other is None:
        return False
    return abs(one - other) <= max(one, other) // 50


def apart(one: int | None, other: int | None) -> bool:
    """Tell whether two sizes cannot be those of one disk, even to a tool that takes GB for GiB."""
    return one is not None and other is not None and max(one, other) > 1.25 * min(one, other)


def is_of_a_disk(size: int) -> bool:
    """Tell whether makers sell a disk of this size, to the megabyte.

    They agreed on the number of sectors of each whole gigabyte from 50 on (IDEMA LBA1-03).
    """
    gigabytes = round(size / GIGABYTE)
    sectors = 97_696_368 + 1_953_504 * (gigabytes - 50)
    return gigabytes >= SMALLEST_AGREED and abs(size - 512 * sectors) <= MEGABYTE
