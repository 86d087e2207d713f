"""Requests that no browser sends, written byte by byte, and how the site answers them."""

from __future__ import annotations

import http.client
import json
import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')

# As they stand in an address or in the body of a form.
SIGNS = {
    "null byte": "%00",
    "null byte in a word": "a%00b",
    "half of a character": "%ED%A0%80",
    "bytes that are no UTF-8": "%FF%FE%80",
    "line break": "a%0d%0aX-Injected:%20yes",
    "escape": "%1b%5b31m",
    "right to left": "%E2%80%AEabc",
    "nothing that shows": "%E2%80%8B%E2%81%A0",
    "astral": "%F0%9F%98%80",
    "quote": "%27%22%29%3B--",
    "injection": "%27%20OR%201%3D1%20--%20",
    "percent": "%25s%25%28x%29s%25n",
    "braces": "%7B%7Bsettings.SECRET_KEY%7D%7D%7B0.__class__%7D",
    "operators": "%2B-%21%28%29%7B%7D%5B%5D%5E%22%7E%2A%3F%3A%5C%2F%20AND%20OR%20NOT%20NEAR%281%29",
    "full text": "%22a%22%20%2A%20%3A%20%26%20%7C%20%21%20%3C-%3E%20title%3A%20%2Aa",
    "huge number": "9223372036854775808",
    "huger number": "9" * 400,
    "negative": "-1",
    "zero": "0",
    "fraction": "1e999",
    "no number": "NaN",
    "other digits": "%D9%A1%D9%A2",
    "superscript": "%C2%B2",
    "year zero": "0000-01-01",
    "year beyond": "99999-12-31",
    "last day": "9999-12-31",
    "no such day": "2026-02-31",
    "long": "a" * 3000,
    "empty": "",
    "list": "%5B%5D",
}

# Every parameter that some public address reads.
PARAMETERS = {
    "/agenda/": ["page", "commune", "organization", "activity", "period", "from", "to", "available"],
    "/agenda.ics": ["commune", "organization", "activity"],
    "/recherche/": ["q", "page"],
    "/lieux/": ["page"],
    "/ateliers/": ["page"],
    "/": ["page", "mode", "in_preview_panel"],
    "/api/v1/sessions": ["from", "to", "commune", "organization", "activity", "available", "limit", "offset"],
    "/api/v1/places": ["commune", "organization", "limit", "offset"],
    "/api/v1/organizations": ["limit", "offset"],
    "/api/v1/workshops": ["topic", "organization", "commune", "limit", "offset"],
    "/api/v1/search": ["q", "limit", "offset"],
    "/api/v2/pages/": [
        *("search", "search_operator", "order", "limit", "offset", "type", "fields", "child_of"),
        *("descendant_of", "ancestor_of", "translation_of", "locale", "site", "slug", "id", "title"),
    ],
    "/api/v2/pages/find/": ["html_path", "id"],
    "/api/v2/images/": ["search", "order", "limit", "offset", "fields", "tags", "id"],
    "/api/v2/documents/": ["search", "order", "limit", "offset", "fields", "tags", "id"],
    "/admin/login/": ["next"],
}

# Every place in a path that takes something.
PATHS = [
    *("/{}/", "/{}", "/agenda/{}/", "/agenda/{}.ics", "/agenda/mois/{}/", "/agenda/mois/{}-{}/"),
    *("/inscription/{}/", "/mon-inscription/{}/", "/mon-inscription/{}/annuler/", "/invitation/{}/"),
    *("/lieux/{}/", "/documents/{}/x.pdf", "/documents/1/{}", "/media/{}", "/static/{}"),
    *("/api/v1/sessions/{}", "/api/v1/sessions/{}/form", "/api/v1/places/{}", "/api/v1/workshops/{}"),
    *("/api/v2/pages/{}/", "/api/v2/images/{}/", "/api/v2/documents/{}/", "/api/v1/{}", "/_util/{}/"),
    *("/admin/{}/", "/admin/password_reset/confirm/{}/{}/", "/_util/authenticate_with_password/{}/1/"),
]


@dataclass(frozen=True)
class Answer:
    """What came back."""

    asked: str
    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode(errors="replace")


def send(
    site_url: str, method: str, target: str, body: bytes = b"", headers: dict[str, str] | None = None
) -> Answer:
    """Send one request as it is written, the target untouched."""
    parts = urlsplit(site_url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)
    try:
        connection.putrequest(method, target, skip_host="Host" in (headers or {}))
        for name, value in (headers or {}).items():
            connection.putheader(name, value)
        if body:
            connection.putheader("Content-Length", str(len(body)))
        with suppress(BrokenPipeError, ConnectionResetError):  # refused before it was all sent
            connection.endheaders(body or None)
        answer = connection.getresponse()
        return Answer(f"{method} {target[:200]}", answer.status, dict(answer.getheaders()), answer.read())
    finally:
        connection.close()


def hostile_targets() -> Iterator[str]:
    """Yield each address with each sign in each place that takes something."""
    for path, names in PARAMETERS.items():
        for name in names:
            for sign in SIGNS.values():
                yield f"{path}?{name}={sign}"
            yield f"{path}?{name}=1&{name}=%00&{name}=2"
        yield f"{path}?{'&'.join(f'a{number}=1' for number in range(1200))}"
    for path in PATHS:
        for sign in SIGNS.values():
            if sign:
                yield path.replace("{}", sign)


def hostile_fields() -> Iterator[dict[str, str]]:
    """Yield the fields of a registration form, one of them wrong, as they stand in a body."""
    good = {"name": "Camille", "phone": "0639981234", "email": "camille%40maison.example", "seats": "1"}
    wrong = [sign for title, sign in SIGNS.items() if title not in ("empty", "year beyond")]
    for name in ("phone", "email", "seats"):
        for sign in wrong:
            yield {**good, name: sign}
    unspeakable = ["null byte", "null byte in a word", "line break", "escape", "nothing that shows", "long"]
    for title in [*unspeakable, "right to left"]:
        yield {**good, "name": SIGNS[title]}


def hostile_bodies() -> Iterator[tuple[str, bytes]]:
    """Yield types of content and bodies that no registration has."""
    deep = b'{"name": ' + b"[" * 40_000 + b"]" * 40_000 + b"}"
    texts = ["\x00", "a\x00b", "\ud800", "\u200b", "\x1b[31m", "a\r\nBcc: x@y.example", "a" * 5_000]
    texts += ["\u202eabc", "http://evil.example", "<b>Camille</b>"]
    for text in texts:
        for name in ("name", "phone", "email", "seats", text):
            yield JSON, json.dumps({"name": "Camille", "phone": "0639981234", name: text}).encode()
    for value in (True, [], {}, 1.5, 10**400, -1, 0, 2**63, [["a"]], {"a": {"b": 1}}):
        for name in ("name", "phone", "email", "seats", "answers"):
            body = {"name": "Camille", "phone": "0639981234", name: value}
            if body["name"] and body.get("answers") != {}:
                yield JSON, json.dumps(body).encode()
    yield JSON, deep
    yield JSON, b'{"name": NaN, "phone": Infinity}'
    yield JSON, b'{"name": "\xff\xfe"}'
    yield JSON, b"\x1f\x8b\x08\x00" * 50
    yield JSON, b'{"seats": 1' + b"0" * 5_000 + b"}"
    yield JSON, b"[]"
    yield JSON, b'"text"'
    yield "text/plain", b'{"name": "Camille", "phone": "0639981234"}'
    yield "multipart/form-data", b"x"
    yield "multipart/form-data; boundary=\xff".encode("latin-1").decode("latin-1"), b"--x"
    yield FORM, b"name=Camille&phone=0639981234"
