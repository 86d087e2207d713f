"""A newcomer who follows one request opens few files: what each walk enters is counted, and written down."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client, TestCase
from django.urls import reverse

from equipment.states import Situation
from maillage.bookings.links import registration_path
from maillage.bookings.models import Session
from tests.bookings.factories import enroll, make_session
from tests.contracts.site import make_whole_site
from tests.equipment.factories import make_member, make_workshop, ready_machine
from tests.house.walks import Walk, as_text, walking, write_walks
from tests.support.paths import ROOT_DIR

pytestmark = pytest.mark.django_db

# Files of ours that each request enters, listeners of other apps among them.
MOST_FILES = {"registration": 51, "search": 32, "own_page": 21, "sale": 24}
PERSON = {"name": "Camille Le Goff", "email": "camille@maison.example", "seats": "1"}


def registration() -> Walk:
    # What a process reads once in its life (hooks, catalogues, patterns) is not on the way.
    register_at(make_session())
    session = make_session()
    with walking() as walk:
        response = register_at(session)
    assert response.status_code == 302
    return walk


def register_at(session: Session) -> HttpResponse:
    with TestCase.captureOnCommitCallbacks(execute=True):
        return Client().post(reverse("bookings:register", args=[session.public_id]), PERSON)


def search() -> Walk:
    make_whole_site()
    asked = {"q": "premiers pas", "near": "Redon"}
    Client().get(reverse("search:search"), asked)
    with walking() as walk:
        response = Client().get(reverse("search:search"), asked)
    assert response.status_code == 200
    return walk


def own_page() -> Walk:
    path = registration_path(enroll(make_session()))
    Client().get(path)
    with walking() as walk:
        response = Client().get(path)
    assert response.status_code == 200
    return walk


def sale() -> Walk:
    workshop = make_workshop()
    machine = ready_machine(workshop)
    client = Client()
    client.force_login(make_member(workshop))
    answer = {"situation": Situation.STUDENT, "price_cents": "40,50"}
    client.get(reverse("equipment_workshop:machine", args=[machine.tag]))
    with walking() as walk, TestCase.captureOnCommitCallbacks(execute=True):
        response = client.post(reverse("equipment_workshop:move", args=[machine.tag, "sell"]), answer)
    assert response.status_code == 302
    return walk


WALKS = {"registration": registration, "search": search, "own_page": own_page, "sale": sale}


@pytest.mark.parametrize("name", WALKS)
def test_a_request_enters_no_more_files_than_it_says(name: str) -> None:
    walk = WALKS[name]()
    write_walks(name, walk)
    assert len(walk.functions) <= MOST_FILES[name], as_text(name, walk)


TOLD = {"## Register for a workshop": registration, "## Move a machine on": sale}


@pytest.mark.parametrize("heading", TOLD)
def test_the_documented_way_is_the_one_that_is_taken(heading: str) -> None:
    page = (ROOT_DIR / "docs" / "architecture.md").read_text()
    section = page.partition(heading)[2].partition("\n## ")[0]
    told = re.findall(r"^\| `([\w/]+\.py)`", section, re.MULTILINE)
    assert len(told) >= 5
    assert set(told) - set(TOLD[heading]().functions) == set()
