"""What happens to an inventory on its way to us, set right where there is one way to do so, and said."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

COMMAS_SET_RIGHT = gettext_lazy("Commas were missing or too many: they were set right.")
MOST_LINES_AROUND = 20
# Inventories are ten times shorter; what is longer is not read letter by letter.
LONGEST_MENDED = 4 * 1024 * 1024
# lshw without the rights of root; where it wrote both into one file, anywhere in it.
_WITHOUT_RIGHTS = re.compile(
    r"(?:WARNING|ATTENTION|AVERTISSEMENT|ADVERTENCIA|ATENCI[OÓ]N?|AV[IÍ]S|WARNUNG)\s?:\s[^\n\"{}<>]{0,120}?\bsuper-?(?:user|utilisateur|usuari\w*)\b[^\n\"{}<>]{0,20}\r?\n?",
    re.IGNORECASE,
)
_NOT_AS_ROOT = re.compile(r"<!--[^>]{0,60}not running as root[^>]{0,60}-->", re.IGNORECASE)
_PROMPT = re.compile(r"^\[sudo\][^\n:]{0,80}:[ \t]*", re.MULTILINE)
_STARTS = re.compile(r"^[ \t\ufeff]*[\[{<]", re.MULTILINE)
_CLOSING = {"{": "}", "[": "]", "<": ">"}
_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,9}));")
# The characters of XML 1.0, section 2.2.
_ALLOWED = ({9, 10, 13}, range(0x20, 0xD800), range(0xE000, 0xFFFE), range(0x10000, 0x110000))
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+|\s+|"', re.DOTALL)


@dataclass(frozen=True)
class Tidied:
    """The text of an inventory without what is not its own. `partial`: its tool lacked the rights of root."""

    text: str
    notes: tuple[str, ...] = ()
    partial: bool = False


def tidied(text: str) -> Tidied:
    """Return the inventory in `text`, without the warnings, prompts and lines that stand around it."""
    bare = _WITHOUT_RIGHTS.sub("", text)
    partial = bare != text or bool(_NOT_AS_ROOT.search(text[:2000]))
    bare = _PROMPT.sub("", bare).strip().lstrip("\ufeff")
    start = _STARTS.search(bare)
    if start is not None:
        before, inside = bare[: start.start()], bare[start.start() :].strip()
        end = inside.rfind(_CLOSING[inside[0]]) + 1
        around = before.count("\n") + inside[end:].count("\n")
        if end and around <= MOST_LINES_AROUND:
            # A comma behind the last node belongs to old versions of lshw.
            bare = inside[:end]
    left_out = len(text.split()) - len(bare.split()) > 0 and bare.rstrip(",") != text.strip().rstrip(",")
    notes = [_("What was written around the inventory was left out.")] if left_out else []
    if bare[:1] == "<":
        clean = _REFERENCE.sub(_written_or_nothing, bare)
        notes += [_("References to characters that XML forbids were left out.")] if clean != bare else []
        bare = clean
    return Tidied(bare, tuple(notes), partial)


def _written_or_nothing(reference: re.Match[str]) -> str:
    """Return the reference, or nothing when no XML may hold its character."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    return reference[0] if any(code in some for some in _ALLOWED) else ""


def with_commas(text: str) -> str:
    """Return JSON with a comma between values and none before a closing; nothing else is changed.

    Values side by side at the top become a list: old versions of lshw print them so.
    """
    commas = _Commas()
    for piece in _TOKEN.findall(text):
        commas.take(piece)
    return commas.whole()


class _Commas:
    """Writes JSON anew, piece by piece, and knows where a comma belongs."""

    def __init__(self) -> None:
        self.written: list[str] = []
        # What is open, and the kind of what came last: a mark, the name of a member, or a value.
        self.open = ""
        self.after = ""
        self.comma = 0
        self.several = False

    def take(self, piece: str) -> None:
        if piece.isspace():
            self.written.append(piece)
        elif piece == ",":
            if self.after == "value":
                self._write_comma()
        elif piece == ":":
            self._write(piece, ":")
        elif piece in {"}", "]"}:
            self._take_back_comma()
            self.open = self.open[:-1]
            self._write(piece, "value")
        else:
            if self.after == "value":
                self._write_comma()
            names = self.open[-1:] == "{" and self.after in {",", "{"}
            self._write(piece, piece if piece in {"{", "["} else "name" if names else "value")
            self.open += piece if piece in {"{", "["} else ""

    def whole(self) -> str:
        self._take_back_comma()
        text = "".join(self.written)
        return f"[{text}]" if self.several else text

    def _write(self, piece: str, kind: str) -> None:
        self.several = self.several or (self.after == "," and not self.open and kind != ",")
        self.written.append(piece)
        self.after = kind

    def _write_comma(self) -> None:
        self.comma = len(self.written)
        self._write(",", ",")

    def _take_back_comma(self) -> None:
        if self.after == ",":
            self.written[self.comma] = ""
            self.after = "value"
