"""A newcomer who follows one request opens few files: what each walk enters is counted, and written down."""

from __future__ import annotations

import pytest
from django.test import Client, TestCase
from django.urls import reverse

from equipment.states import Situation
from maillage.bookings.links import registration_path
from tests.bookings.factories import enroll, make_session
from tests.contracts.site import make_whole_site
from tests.equipment.factories import make_member, make_workshop, ready_machine
from tests.house.walks import Walk, as_text, walking, write_walks

pytestmark = pytest.mark.django_db

# Files of ours that each request enters, listeners of other apps among them.
MOST_FILES = {"registration": 999, "search": 999, "own_page": 999, "sale": 999}
PERSON = {"name": "Camille Le Goff", "email": "camille@maison.example", "seats": "1"}


def registration() -> Walk:
    session = make_session()
    with walking() as walk, TestCase.captureOnCommitCallbacks(execute=True):
        response = Client().post(reverse("bookings:register", args=[session.public_id]), PERSON)
    assert response.status_code == 302
    return walk


def search() -> Walk:
    make_whole_site()
    with walking() as walk:
        response = Client().get(reverse("search:search"), {"q": "premiers pas", "near": "Redon"})
    assert response.status_code == 200
    return walk


def own_page() -> Walk:
    path = registration_path(enroll(make_session()))
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
