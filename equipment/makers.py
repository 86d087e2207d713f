"""Makers: which spellings are one, and how people read their names. What a file said is kept."""

from __future__ import annotations

import re

# What law and habit add to a maker's name.
_HABITS = (
    "inc incorporated corp corporation co company ltd limited gmbh ag sa sas srl llc plc international intl"
    " computer computers computing electronics electronic technology technologies systems group"
)
_LEGAL = frozenset(_HABITS.split())
# For serial numbers: makers that took over each other's numbers.
_SAME_MAKER = {
    "HEWLETTPACKARD": "HP",
    "HPE": "HP",
    "ASUSTEK": "ASUS",
    "MICROSTAR": "MSI",
    "FUJITSUSIEMENS": "FUJITSU",
    "TOSHIBACLIENTSOLUTIONS": "TOSHIBA",
    "DYNABOOK": "TOSHIBA",
    "IBM": "LENOVO",
}
_MARKS = re.compile(r"\((?:R|TM|C)\)|[®™©]", re.IGNORECASE)
# For people, one maker a line: the name as they read it, then other spellings, in capitals, joined.
_READ_AS = """
    Acer | ACER
    Apple | APPLE
    ASRock | ASROCK
    Asus | ASUS ASUSTEK
    BenQ | BENQ
    Brother | BROTHER
    Canon | CANON
    Clevo | CLEVO
    Compaq | COMPAQ
    Dell | DELL DELLEMC
    Dynabook | DYNABOOK
    Eizo | EIZO
    eMachines | EMACHINES
    Epson | EPSON SEIKOEPSON
    Fujitsu | FUJITSU FUJITSUCLIENT
    Fujitsu Siemens | FUJITSUSIEMENS
    Gateway | GATEWAY
    Gigabyte | GIGABYTE
    Google | GOOGLE
    HP | HP HEWLETTPACKARD
    Huawei | HUAWEI
    IBM | IBM
    Iiyama | IIYAMA
    Intel | INTEL
    Lenovo | LENOVO
    Lexmark | LEXMARK
    LG | LG LGE
    Medion | MEDION
    Microsoft | MICROSOFT
    MSI | MSI MICROSTAR
    NEC | NEC
    Packard Bell | PACKARDBELL PACKARDBELLBV
    Panasonic | PANASONIC
    Philips | PHILIPS
    Samsung | SAMSUNG
    Shuttle | SHUTTLE
    Sony | SONY
    Terra | TERRA WORTMANN
    Toshiba | TOSHIBA TOSHIBACLIENTSOLUTIONS
    ViewSonic | VIEWSONIC
    Xerox | XEROX
    Xiaomi | XIAOMI
    Zotac | ZOTAC
"""
READ_AS = {
    spelling: name.strip()
    for name, _bar, spellings in (line.partition("|") for line in _READ_AS.strip().splitlines())
    for spelling in spellings.split()
}


def maker_key(maker: str) -> str:
    """Return a maker as the serial numbers name it: « Dell Inc. » and « DELL » are one."""
    bare = _bare(maker)
    return _SAME_MAKER.get(bare, bare)[:60]


def format_maker(maker: str) -> str:
    """Return a maker as people read it: « Lenovo » for « LENOVO »; as it is written when it is not known."""
    return READ_AS.get(_bare(maker), maker.strip())


def format_name(maker: str, model: str) -> str:
    """Return « Dell Latitude 5480 », the maker once also where the model begins with it."""
    read, model = format_maker(maker), without_marks(model)
    for spelling in (maker.strip(), read):
        if spelling and model.casefold().startswith(f"{spelling} ".casefold()):
            model = model[len(spelling) :].strip()
    return " ".join(filter(None, [read, model]))


def without_marks(name: str) -> str:
    """Return a name without the marks of law: « Intel Core i5-7300U » for « Intel(R) Core(TM) i5-7300U »."""
    return " ".join(_MARKS.sub(" ", name).split())


def _bare(maker: str) -> str:
    words = re.findall(r"[0-9A-Za-z]+", maker)
    return "".join(word for word in words if word.casefold() not in _LEGAL).upper() or "".join(words).upper()
