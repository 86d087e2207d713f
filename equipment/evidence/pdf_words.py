"""The words of a PDF and where they stand: a program of its own, which `pdf.py` starts and stops.

It reads a PDF on its input and prints JSON, within the limits that it sets itself: a malicious file ends this
process, never the one that serves the site. Only what the pages draw is read: no script, no form, no picture.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from typing import Any

MEMORY = 512 * 1024 * 1024
UNPACKED = 8 * 1024 * 1024
MOST_PAGES = 200
MOST_WORDS = 20_000
LONGEST_WORD = 300
# What is kept of a PDF that is nobody's certificate: enough to know whose report it is.
HEAD_PAGES, HEAD = 2, 20_000
LOCKED, TOO_LONG = "locked", "long"
_OURS = "NWIPE version"

Matrix = tuple[float, float, float, float, float, float]
_PLAIN: Matrix = (1, 0, 0, 1, 0, 0)


def main() -> None:
    """Print what the PDF on the standard input says, or why not, within the seconds that it is told."""
    _hold_back(int(sys.argv[1]))
    # Read under the limits as well.
    from pypdf import PdfReader, overwrite_configuration  # noqa: PLC0415

    overwrite_configuration(
        maximum_declared_stream_length=UNPACKED,
        array_based_stream_maximum_output_length=UNPACKED,
        lzw_maximum_output_length=UNPACKED,
        run_length_maximum_output_length=UNPACKED,
        zlib_maximum_output_length=UNPACKED,
        stream_decoding_work_maximum_length=4 * UNPACKED,
        jbig2dec_binary=None,
    )
    reader = PdfReader(io.BytesIO(sys.stdin.buffer.read()))
    if reader.is_encrypted:
        print(json.dumps({"problem": LOCKED}))  # noqa: T201
        return
    if len(reader.pages) > MOST_PAGES:
        print(json.dumps({"problem": TOO_LONG}))  # noqa: T201
        return
    pages = [_words(page, reader) for page in reader.pages]
    if sum(map(len, pages)) > MOST_WORDS:
        print(json.dumps({"problem": TOO_LONG}))  # noqa: T201
        return
    said: dict[str, Any] = {"pages": pages}
    if not any(_OURS in text for words in pages for _x, _y, text in words):
        about = " ".join(str(value) for value in (reader.metadata or {}).values())
        text = " ".join(page.extract_text() for page in reader.pages[:HEAD_PAGES])
        said = {"pages": [], "head": f"{about}\n{text}"[:HEAD]}
    print(json.dumps(said))  # noqa: T201


def _hold_back(seconds: int) -> None:
    for limit, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(limit, (most, most))
        except (ValueError, OSError):
            # A system that knows no such limit; the others hold, and the parent's patience.
            continue


def _words(page: Any, reader: Any) -> list[tuple[float, float, str]]:
    """Return each text that the page draws with the place where it begins, in the order of the page."""
    from pypdf.generic import ContentStream  # noqa: PLC0415

    contents = page.get_contents()
    if contents is None:
        return []
    pen = _Pen()
    for operands, operator in ContentStream(contents, reader).operations:
        pen.follow(operator, operands)
    return pen.words


class _Pen:
    """Where the next text is drawn, and what was drawn."""

    def __init__(self) -> None:
        self.words: list[tuple[float, float, str]] = []
        self._kept: list[Matrix] = []
        self._page = _PLAIN
        self._line = _PLAIN
        self._leading = 0.0

    def follow(self, operator: bytes, operands: Any) -> None:
        """Obey one operator; those that draw no text are passed over."""
        if operator in {b"q", b"Q", b"cm"}:
            self._turn_the_page(operator, operands)
        elif operator == b"BT":
            self._line = _PLAIN
        elif operator == b"Tm":
            self._line = _matrix(operands)
        elif operator in {b"Td", b"TD"}:
            self._move(float(operands[0]), float(operands[1]))
            self._leading = -float(operands[1]) if operator == b"TD" else self._leading
        elif operator == b"TL":
            self._leading = float(operands[0])
        elif operator == b"T*":
            self._move(0, -self._leading)
        elif operator in {b"Tj", b"TJ"}:
            self._write(operands[0])
        elif operator in {b"'", b'"'}:
            self._move(0, -self._leading)
            self._write(operands[-1])

    def _turn_the_page(self, operator: bytes, operands: Any) -> None:
        if operator == b"q":
            self._kept.append(self._page)
        elif operator == b"cm":
            self._page = _times(_matrix(operands), self._page)
        elif self._kept:
            self._page = self._kept.pop()

    def _move(self, right: float, up: float) -> None:
        self._line = _times((1, 0, 0, 1, right, up), self._line)

    def _write(self, drawn: Any) -> None:
        text = "".join(map(_letters, drawn)) if isinstance(drawn, list) else _letters(drawn)
        if text.strip():
            place = _times(self._line, self._page)
            self.words.append((round(place[4], 1), round(place[5], 1), text.strip()[:LONGEST_WORD]))


def _letters(drawn: Any) -> str:
    raw = getattr(drawn, "original_bytes", drawn)
    return raw.decode("cp1252", "replace") if isinstance(raw, bytes) else ""


def _matrix(operands: Any) -> Matrix:
    a, b, c, d, e, f = (float(number) for number in operands)
    return a, b, c, d, e, f


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


if __name__ == "__main__":
    main()
