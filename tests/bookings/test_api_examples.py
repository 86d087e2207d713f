"""Every example of docs/api.md is sent; the answer has the status, the fields and the words it shows."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from maillage.bookings.models import SessionStatus
from tests.places.factories import make_organization, make_place
from tests.support.paths import ROOT_DIR

from .factories import make_page, make_session

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
BLOCK = re.compile(r"^```http\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What differs from one site to another; anything else is compared with the document.
VOLATILE = {"id", "$id", "url", "ics_url", "registration_url", "start", "end", "reference", "$schema"}


@dataclass
class Part:
    """A request or an answer: its first line, its headers, its body."""

    first_line: str
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None

    @classmethod
    def read(cls, text: str) -> Part:
        """Read one block of the document."""
        head, _blank, body = text.partition("\n\n")
        first_line, *headers = head.strip().splitlines()
        pairs = dict(line.split(": ", 1) for line in headers)
        return cls(first_line, pairs, json.loads(body) if body.strip() else None)


def examples() -> list[tuple[Part, Part]]:
    """The pairs of a request and its answer, in the order of the document."""
    text = (ROOT_DIR / "docs" / "api.md").read_text()
    parts = [Part.read(block) for block in BLOCK.findall(text)]
    return list(zip(parts[::2], parts[1::2], strict=True))


def differences(shown: Any, real: Any, where: str = "") -> list[str]:
    """What the document shows and the answer does not have; an answer may hold more fields."""
    name = where.rpartition(".")[2]
    if isinstance(shown, dict) and isinstance(real, dict):
        missing = [f"{where}.{key} is missing" for key in shown.keys() - real.keys()]
        common = [differences(shown[key], real[key], f"{where}.{key}") for key in shown.keys() & real.keys()]
        return missing + [one for found in common for one in found]
    if isinstance(shown, list) and isinstance(real, list) and len(shown) == len(real):
        found = [differences(*pair, where) for pair in zip(shown, real, strict=True)]
        return [one for part in found for one in part]
    if name in VOLATILE:
        return [] if type(shown) is type(real) else [f"{where} is {real!r}"]
    return [] if shown == real else [f"{where}: {shown!r} is shown, {real!r} comes"]


@pytest.fixture
def network() -> None:
    """What the examples speak of: a date to come, and one that is cancelled."""
    organization = make_organization("Les Mulots", phone="02 61 91 00 00")
    place = make_place(
        organization,
        name="Salle des fêtes",
        street="1 rue de la Gare",
        postal_code="35600",
        latitude="47.65",
        longitude="-2.08",
    )
    page = make_page(organization, title="Trier ses photos", place=place)
    make_session(page, public_id="7kq3mzb9xa", in_days=7)
    make_session(page, public_id="d4c2n8wphe", in_days=9, status=SessionStatus.CANCELLED)


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize(
    ("request_", "answer"), [pytest.param(*pair, id=pair[0].first_line) for pair in examples()]
)
def test_the_example_is_true(client: Client, request_: Part, answer: Part) -> None:
    method, path = request_.first_line.split(" ")
    headers = {name: value for name, value in request_.headers.items() if name != "Content-Type"}
    response = client.generic(
        method,
        path,
        data=b"" if request_.body is None else json.dumps(request_.body).encode(),
        content_type=request_.headers.get("Content-Type", "application/octet-stream"),
        headers=headers,
    )
    assert answer.first_line == f"HTTP/1.1 {response.status_code}"
    assert differences(answer.body, response.json()) == []


def test_the_document_names_every_address_of_the_api(client: Client) -> None:
    text = (ROOT_DIR / "docs" / "api.md").read_text()
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    resources = {path.removeprefix("/api/v1/").split("/")[0] for path in paths}
    assert [name for name in resources if f"/api/v1/{name}" not in text] == []


def test_the_document_has_examples_of_every_outcome() -> None:
    statuses = {answer.first_line for _request, answer in examples()}
    assert {"HTTP/1.1 200", "HTTP/1.1 201", "HTTP/1.1 409", "HTTP/1.1 422"} <= statuses
