"""Serial numbers of disks as tools bend them: padded, swapped by pairs, in hexadecimal, or another number."""

from __future__ import annotations

import re
from typing import Any

from .cleaning import phrase
from .placeholders import SERIAL_LENGTH, real_serial

# Windows gives the identifier of a namespace where NVMe has no number of its own: « 0025_38B4_71B8_F0A1. »
_IDENTIFIER = re.compile(r"^(?:[0-9A-F]{4}_){3,7}[0-9A-F]{4}\.?$")
# A number that it fills up, and the namespace behind it: « S3EVNX0J123456_____00000001. »
_FILLED = re.compile(r"^(.*?[^_])_+[0-9A-F]{8}\.$")
# What is left of that when the number itself is an identifier: 16 digits that begin with a maker's zeros.
_BARE_IDENTIFIER = re.compile(r"^(?:EUI\.)?0[0-9A-F]{15}(?:[0-9A-F]{16})?$")
# ATA holds 20 letters; written byte by byte they are 40 digits.
_IN_HEXADECIMAL = re.compile(r"^(?:[0-9A-F]{4}){6,10}$")
_WESTERN_DIGITAL, _ITS_PAIRS_SWAPPED = "WD-", "DWW-"


def of_disk_under_windows(value: Any, *, swapped: bool = False) -> str:
    """Return the serial number of a disk that a program read from Windows, nothing when it is no such number.

    `swapped`: this Windows (before 8) gives the letters of ATA by swapped pairs, or in hexadecimal: what
    cannot be set right is not known.
    """
    written = "".join(phrase(value, SERIAL_LENGTH).upper().split())
    if _IDENTIFIER.match(written):
        return ""
    if filled := _FILLED.match(written):
        written = "" if _BARE_IDENTIFIER.match(filled[1]) else filled[1]
    if _IN_HEXADECIMAL.match(written) and (decoded := _from_hexadecimal(written)) is not None:
        return real_serial(decoded)
    if written.startswith(_ITS_PAIRS_SWAPPED):
        return real_serial(_by_swapped_pairs(written))
    return "" if swapped and not written.startswith(_WESTERN_DIGITAL) else real_serial(written)


def of_emmc(value: Any, *, decimal: bool = False) -> str:
    """Return the serial number of an eMMC as its eight digits in hexadecimal, the way the kernel has it.

    Only lshw writes it in decimal.
    """
    written = phrase(value, SERIAL_LENGTH).strip().removeprefix("0x")
    try:
        number = int(written, 10 if decimal else 16)
    except ValueError:
        return real_serial(written)
    return real_serial(f"0x{number:08X}") if 0 < number < 2**32 else ""


def _from_hexadecimal(written: str) -> str | None:
    """Return the letters that the digits are, None when they are no text but a number."""
    letters = bytes.fromhex(written).decode("latin-1")
    if not all(" " <= letter <= "~" for letter in letters):
        return None
    straight = letters.strip()
    return straight if straight.startswith(_WESTERN_DIGITAL) else _by_swapped_pairs(letters).strip()


def _by_swapped_pairs(letters: str) -> str:
    return "".join(letters[place : place + 2][::-1] for place in range(0, len(letters), 2))
