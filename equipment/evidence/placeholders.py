"""What makers forgot to fill in: it tells nothing, and merges machines that are strangers to each other."""

from __future__ import annotations

import re
from typing import Any

from .cleaning import phrase

SERIAL_LENGTH = 80
# Compared without capitals, blanks and punctuation.
_FORGOTTEN = """
    tobefilledbyoem tobefilledbyom filledbyoem oem defaultstring default systemserialnumber serialnumber
    serial
    systemproductname systemmanufacturer systemname systemversion productname manufacturer none null nil na
    notspecified notapplicable notavailable notpresent notdefined unknown unspecified undefined invalid empty
    chassisserialnumber baseboardserialnumber basebrdserialnumber boardserialnumber standard noasset nosn
    0123456789 1234567890 123456789 12345678 1234567 123456 12345 01234567 012345678 0123456789abcdef
    mb1234567890 0123456 xxxxxxxxxxx type1productname type2boardserialnumber type1serialnumber
    assettag assettagnumber oemserialnumber notsettled ssn12345678901234567 evaluationboard
"""
PLACEHOLDERS = frozenset(_FORGOTTEN.split())
_NUMBERED = re.compile(r"^(sernum|partnum|manufacturer|serialnum|dimm|module|bank)[0-9a-f]{0,2}$")
# The hypervisor gives the number: the machine that it names is a file.
_VIRTUAL = re.compile(r"^(vmware|virtualbox|vbox|qemu|parallels|xen)", re.IGNORECASE)
SHORTEST = 3


def is_placeholder(value: str) -> bool:
    """Tell whether `value` is what stands where a maker should have written something."""
    bare = re.sub(r"[^0-9a-z]", "", value.casefold())
    return not bare or bare in PLACEHOLDERS or len(set(bare)) == 1 or bool(_NUMBERED.match(bare))


def real_serial(value: Any) -> str:
    """Return a serial number in capitals, without blanks; nothing for a placeholder or a virtual machine."""
    number = "".join(phrase(value, SERIAL_LENGTH).upper().split())
    if len(number) < SHORTEST or is_placeholder(number) or _VIRTUAL.match(number):
        return ""
    return number


def real_name(value: Any, longest: int) -> str:
    """Return the name of a maker or a model as it is written; nothing for a placeholder."""
    name = phrase(value, longest)
    return "" if is_placeholder(name) else name
