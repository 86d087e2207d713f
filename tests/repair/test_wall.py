"""What everybody may read on the day: the wall screen, and the page of one object."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from repair.services import queue
from tests.bookings.factories import make_session

from .factories import make_cafe, make_date, make_sheet, make_skill

pytestmark = pytest.mark.django_db

MOST_QUERIES = 8


def read(client, name, public_id):
    return client.get(reverse(f"repair:{name}", args=[public_id]))


def words(response):
    return " ".join(response.content.decode().split())


def queries_of(client, name, public_id):
    with CaptureQueriesContext(connection) as captured:
        assert read(client, name, public_id).status_code == 200
    return captured.captured_queries


def test_the_wall_shows_who_is_called_and_who_is_next(client):
    session = make_date()
    sheets = [make_sheet(session) for _object in range(4)]
    queue.call_next(session)
    queue.start(queue.call_next(session))

    context = read(client, "wall", session.public_id).context

    assert context["called"] == sheets[:1]
    assert context["in_repair"] == sheets[1:2]
    assert (context["coming"], context["waiting"]) == (sheets[2:], 2)


def test_the_last_one_called_stands_first(client):
    session = make_date()
    for _object in range(2):
        make_sheet(session)
        queue.call_next(session)

    assert [sheet.number for sheet in read(client, "wall", session.public_id).context["called"]] == [2, 1]


def test_a_wall_before_anybody_comes_says_so_in_words(client):
    page = words(read(client, "wall", make_date().public_id))

    assert "Personne n’est appelé en ce moment." in page
    assert "Aucun objet n’attend." in page


def test_the_wall_tells_no_object(client):
    session = make_date()
    make_sheet(session, item="Le caméscope de Zanzibar", fault="Zanzibar")
    queue.call_next(session)

    assert "Zanzibar" not in words(read(client, "wall", session.public_id))


@pytest.mark.parametrize("name", ["wall", "wall_numbers"])
def test_the_wall_asks_as_little_with_sixty_sheets_as_with_one(client, name):
    session, skill = make_date(), make_skill()
    make_sheet(session, skill=skill)
    queue.call_next(session)
    read(client, name, session.public_id)  # a process learns the types of pages once
    few = len(queries_of(client, name, session.public_id))
    for number in range(59):
        make_sheet(session, skill=skill)
        if number % 3:
            queue.call_next(session)

    many = len(queries_of(client, name, session.public_id))

    assert many == few <= MOST_QUERIES


def test_an_unchanged_wall_is_an_empty_answer(client):
    session = make_date()
    make_sheet(session)
    address = reverse("repair:wall_numbers", args=[session.public_id])
    etag = client.get(address)["ETag"]

    again = client.get(address, headers={"If-None-Match": etag})
    queue.call_next(session)
    changed = client.get(address, headers={"If-None-Match": etag})

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200


@pytest.mark.parametrize("name", ["wall", "wall_numbers"])
def test_the_wall_of_a_page_that_is_not_published_is_not_there(client, name):
    session = make_date(make_cafe(live=False))

    assert read(client, name, session.public_id).status_code == 404


def test_a_workshop_has_no_wall(client):
    assert read(client, "wall", make_session().public_id).status_code == 404


def test_a_date_that_is_over_says_so(client):
    session = make_date(in_days=-2)

    assert read(client, "wall", session.public_id).context["is_over"]


@pytest.mark.parametrize("name", ["wall", "item"])
def test_without_a_script_the_page_comes_again_by_itself(client, name):
    sheet = make_sheet()
    public_id = sheet.public_id if name == "item" else sheet.session.public_id

    assert '<noscript> <meta http-equiv="refresh"' in words(read(client, name, public_id))


def test_owners_see_how_many_come_before_them(client):
    session = make_date()
    for _object in range(3):
        make_sheet(session)
    mine = make_sheet(session, item="Grille-pain")

    page = words(read(client, "item", mine.public_id))

    assert "Il reste 3 objets devant vous." in page
    assert "Grille-pain" in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda sheet: sheet, "Vous êtes le prochain"),
        (lambda sheet: queue.call_next(sheet.session), "C’est à vous"),
        (queue.start, "On répare votre objet"),
        (queue.finish, "C’est fini"),
        (lambda sheet: queue.finish(sheet, stays=True), "Votre objet reste au café"),
        (lambda sheet: queue.hand_back(queue.finish(sheet)), "Votre objet vous a été rendu"),
        (queue.leave, "Vous êtes parti avant votre tour"),
    ],
)
def test_owners_read_where_their_object_is(client, change, sentence):
    sheet = make_sheet()
    change(sheet)

    assert sentence in words(read(client, "item_turn", sheet.public_id))


def test_the_turn_of_an_object_is_a_heading(client):
    page = words(read(client, "item", make_sheet().public_id))

    assert "Vous êtes le prochain.</h2>" in page


def test_the_page_of_an_object_stays_out_of_search_engines(client):
    assert read(client, "item", make_sheet().public_id)["X-Robots-Tag"] == "noindex"


def test_the_page_of_an_object_is_found_by_its_code_alone(client):
    sheet = make_sheet()

    assert read(client, "item", str(sheet.number)).status_code == 404
    assert read(client, "item", sheet.public_id).context["sheet"] == sheet


def test_reading_sets_no_cookie(client):
    sheet = make_sheet()

    answers = [
        read(client, "wall", sheet.session.public_id),
        read(client, "item", sheet.public_id),
        read(client, "item_turn", sheet.public_id),
    ]

    assert [answer.cookies for answer in answers] == [{}, {}, {}]
