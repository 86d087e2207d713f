"""What makers forgot to fill in: it tells nothing, and merges machines that are strangers to each other."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from .cleaning import phrase

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
