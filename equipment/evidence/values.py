"""Values out of a file, made fit for a column: one line, known units, no placeholder."""

from __future__ import annotations

import re
import unicodedata
from typing import Any


def phrase(value: Any, longest: int) -> str:
    """Return `value` as one line of at most `longest` letters; nothing for what is neither text nor number.

    Controls, marks of direction and halves of letters are left out: a database refuses some of them.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    spaced = " ".join(str(value)[: longest * 8].split())
    kept = "".join(letter for letter in spaced if not unicodedata.category(letter).startswith("C"))
    return kept[:longest].strip()


def items(value: Any, most: int = 64) -> list[dict[str, Any]]:
    """Return the objects in a list, `most` at most; a list that a file does not hold is empty."""
    if isinstance(value, dict):
        value = [value]
    if not isinstance(value, list):
        return []
    return [item for item in value if isinstance(item, dict)][:most]


def mapping(value: Any) -> dict[str, Any]:
    """Return `value` when it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


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


SERIAL_LENGTH = 80
# Compared without capitals, accents, blanks and punctuation.
_FORGOTTEN = """
    tobefilledbyoem tobefilledbyom filledbyoem oem defaultstring default systemserialnumber serialnumber
    serial
    systemproductname systemmanufacturer systemname systemversion productname manufacturer none null nil na
    notspecified notapplicable notavailable notpresent notdefined notinstalled notset unknown unknow
    unspecified undefined invalid empty eval void missing nullstring badindex outofspec allseries
    chassisserialnumber chassismanufacture chassismanufacturer chassisversion
    baseboardserialnumber basebrdserialnumber boardserialnumber standard noasset noassettag
    noassetinformation nosn noserial noserialnumber
    0123456789abcdef 0123456 type1productname type2boardserialnumber type1serialnumber
    assettag assettagnumber oemserialnumber notsettled evaluationboard 123456fvgv3i0b8o5n6n7k
    removed redacted hidden masked anonymized anonymised private
    inconnu inconnue aucun aucune neant vide rien sans sansnumero sansnumerodeserie nonspecifie
    nonrenseigne nonrenseignee nondisponible nonapplicable nondefini indefini indisponible absent
    numerodeserie retire masque anonymise illisible
    nc nd noncommunique sansobjet acompleter aremplir notprovided nodata notfound tbd changeme
"""
PLACEHOLDERS = frozenset(_FORGOTTEN.split())
_NUMBERED = re.compile(r"^(unknown|sernum|partnum|manufacturer|serialnum|dimm|module|bank)[0-9a-f]{0,2}$")
# « SYS-1234567890 »: a name for the number, and somebody who counted.
_LED = re.compile(r"^(sys|sn|ssn|mb|serial|serialnumber|systemserialnumber)(?=[0-9x])")
_COUNTED = tuple(digits * 3 for digits in ("0123456789", "1234567890", "9876543210"))
_VERSION = re.compile(r"^v?\d{1,2}(\.\d{1,3}){1,3}$")
# The hypervisor gives the number: the machine that it names is a file.
_VIRTUAL = re.compile(r"^(vmware|virtualbox|vbox|qemu|parallels|xen)", re.IGNORECASE)
# The kernel writes the serial number of an eMMC so; other tools write its digits alone, or in decimal.
_OF_EMMC = re.compile(r"^0X([0-9A-F]{8})$")
SHORTEST, SHORTEST_COUNT, SHORTEST_CUT = 3, 5, 12


def is_placeholder(value: str) -> bool:
    """Tell whether `value` is what stands where a maker should have written something."""
    bare = _bare(value)
    if not bare or bare in PLACEHOLDERS or len(set(bare)) == 1 or _NUMBERED.match(bare):
        return True
    if bare.isdecimal() and _is_counted(bare):
        return True
    # Written several times over, or cut by a column.
    again = next((word for word in PLACEHOLDERS if len(word) > SHORTEST and bare == word * 2), "")
    cut = bare.isalpha() and len(bare) >= SHORTEST_CUT
    return bool(again) or (cut and any(word.startswith(bare) for word in PLACEHOLDERS))


def _bare(value: str) -> str:
    plain = unicodedata.normalize("NFKD", value[: SERIAL_LENGTH * 2].casefold())
    return re.sub(r"[^0-9a-z]", "", plain)


def _is_counted(bare: str) -> bool:
    """Tell whether somebody counted on the keyboard: « 123456789 », « 1234567890123 », « 123456789000 »."""
    counts = [one for one in (bare, bare.rstrip("0")) if len(one) >= SHORTEST_COUNT]
    return any(one in run for one in counts for run in _COUNTED)


def _forgotten_serial(number: str) -> bool:
    """Tell whether a number that no placeholder is stands for none all the same."""
    if _VERSION.match(number.casefold()):
        return True
    bare = _bare(number)
    left = _LED.sub("", bare)
    if left != bare and (len(set(left)) == 1 or left in PLACEHOLDERS):
        return True
    return set(bare) <= {"0", "1"} or _is_counted(left)


def real_serial(value: Any) -> str:
    """Return a serial number in capitals, without blanks; nothing for a placeholder or a virtual machine."""
    number = "".join(phrase(value, SERIAL_LENGTH).upper().split())
    if digits := _OF_EMMC.match(number):
        return digits[1] if len(set(digits[1])) > 1 else ""
    if len(number) < SHORTEST or is_placeholder(number) or _VIRTUAL.match(number):
        return ""
    return "" if _forgotten_serial(number) else number


def real_name(value: Any, longest: int) -> str:
    """Return the name of a maker or a model as it is written; nothing for a placeholder."""
    name = phrase(value, longest)
    return "" if is_placeholder(name) else name


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


_HIDES = re.compile(
    r"(?<!non-)\braid|raid\s(bus\s)?controller|\braid\d?\b|\brste?\b|rapid storage|\bvmd\b|volume management"
    r"|megaraid|\bperc\b|smart array|serveraid|\bmegasas\b|\b3ware\b",
    re.IGNORECASE,
)
_HIDING_DRIVERS = re.compile(
    r"^(vmd|iasto\w+|megaraid\w*|hpsa|cciss|smartpqi|aacraid|arcmsr|3w-\w+|ips|dac960|gdth|mvumi|hptiop|stex)$",
    re.IGNORECASE,
)
_VOLUME = re.compile(
    r"logical\s?(volume|drive)|virtual\s?(disk|drive)|\bperc\b|megaraid|serveraid|smart array|dellboss"
    r"|\braid[\s_-]?\d*\b|\bmr9\d{3}|\bsas\d{4}\b.*\bvd\b|storage space|intel volume",
    re.IGNORECASE,
)
_READER = re.compile(
    r"card\s?reader|flash media|memory stick|smart\s?media|compact\s?flash|\bxd\b|\bsd\b.*\bms\b|sd/mmc"
    r"|\bsd card|\bsdxc\b|\bm2\b.*\bsd\b|multi-?card|\btifm|\brts5\d{3}|\brtsx|\bjmb38"
    # Their hosts of cards read cards alone.
    r"|\bricoh\b|\bo2\s?micro|\bbayhub|texas instruments|\bene tech|\balcor\b|\bgenesys\b",
    re.IGNORECASE,
)
# Makers of readers make disks too: « RTS5765DL NVMe SSD Controller ».
_STORES = re.compile(r"nvme|nvm express|non-volatile|\bssd\b", re.IGNORECASE)
_OPTICAL = re.compile(
    r"\bcd\b|cd-?rom|\bdvd|blu-?ray|\bbd-?(rom|re|r)\b|\bodd\b|/dev/(sr\d|cdrom|dvd)|^sr\d", re.IGNORECASE
)
# A port of Intel's remote management that shows a drive of somebody else's computer.
_REDIRECTED = re.compile(r"\bide-?r\b|\bider\b", re.IGNORECASE)


def _said(words: tuple[Any, ...]) -> str:
    return " | ".join(word for word in words if isinstance(word, str))[:600]


def hides_disks(*words: Any, driver: Any = "") -> bool:
    """Tell whether a controller works in a mode in which its disks may not be seen: RAID, RST, VMD."""
    return bool(_HIDES.search(_said(words)) or _HIDING_DRIVERS.match(_said((driver,))))


def is_volume(*words: Any) -> bool:
    """Tell whether what looks like a disk is a volume that a RAID controller makes of others."""
    return bool(_VOLUME.search(_said(words)))


def reads_cards(*words: Any) -> bool:
    """Tell whether it is a reader of cards, which holds nothing of its own."""
    said = _said(words)
    return bool(_READER.search(said)) and not _STORES.search(said)


def is_optical(*words: Any) -> bool:
    """Tell whether it reads or burns discs."""
    return bool(_OPTICAL.search(_said(words)))


def is_redirected(*words: Any) -> bool:
    """Tell whether a controller stands for a drive elsewhere."""
    return bool(_REDIRECTED.search(_said(words)))
