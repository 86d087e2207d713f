"""What residents read: the list, the page of one machine, the API, and what leaves them at once."""

import json
import re

import pytest
from django.urls import reverse

from equipment.models import Need, NeedState, Price, Shelf, StockPage
from equipment.services import apply
from equipment.services.needs import ask
from equipment.states import Custody, Kind, Situation, Step
from search.changes import settle
from tests.equipment.factories import machine_in, ready_machine
from tests.places.factories import make_index_page, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(workshop):
    root = make_index_page().get_parent()
    return root.add_child(instance=StockPage(title="S’équiper", slug="s-equiper"))


def read(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def machine_url(machine):
    return reverse("equipment_public:machine", args=[machine.tag])


def typed(**fields):
    person = {
        "contact_name": "Rosalie Patarin",
        "phone": "06 39 98 01 01",
        "email": "",
        "situation": "person",
    }
    return {**person, "usage": "", "form_key": "a", **fields}


def test_a_machine_that_is_ready_is_on_the_page(client, page, workshop):
    machine = ready_machine(workshop, memory_mb=8192, processor="Intel Core i5-7300U")

    body = read(client, page.url)

    assert machine.name in body
    assert "Suffit pour la bureautique et la visio" in body
    assert "8 Go de mémoire" in body.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("step", "custody", "is_proved"),
    [
        (Step.TESTED, Custody.OURS, True),
        (Step.READY, Custody.RESERVED, True),
        (Step.READY, Custody.SOLD, True),
        (Step.READY, Custody.OURS, False),
    ],
)
def test_any_other_machine_is_not(client, page, workshop, step, custody, is_proved):
    machine = machine_in(workshop, step, custody, is_proved=is_proved)

    assert machine.tag not in read(client, page.url)
    assert client.get(machine_url(machine)).status_code == 410


def test_a_machine_that_is_reserved_leaves_at_once(client, page, workshop):
    machine = ready_machine(workshop)
    read(client, machine_url(machine))

    ask(workshop, machine=machine, contact_name="Rosalie", phone="+33639980101")

    assert "plus disponible" in read(client, machine_url(machine), 410)
    assert machine.tag not in read(client, page.url)
    assert read(client, "/api/v1/stock").count(machine.tag) == 0


def test_an_unknown_tag_is_not_found(client):
    assert client.get(reverse("equipment_public:machine", args=["ZZZZZZZ"])).status_code == 404


def test_an_empty_stock_has_a_sentence_and_the_request_form(client, page):
    body = read(client, page.url)

    assert "Rien n’est prêt aujourd’hui" in body
    assert reverse("equipment_public:need") in body


def test_the_number_of_queries_does_not_grow_with_the_stock(
    client, page, workshop, django_assert_max_num_queries
):
    for number in range(12):
        ready_machine(workshop, model=f"Latitude {number}")
    client.get(page.url)

    with django_assert_max_num_queries(12):
        client.get(page.url)


def test_the_list_is_narrowed_by_kind_commune_and_price(client, page, workshop):
    place = make_place(workshop, commune="Redon")
    shelf = Shelf.objects.create(organization=workshop, place=place, name="B2")
    near = ready_machine(workshop, shelf=shelf)
    far = ready_machine(workshop, kind=Kind.DESKTOP)
    Price.objects.create(organization=workshop, kind=Kind.LAPTOP, situation=Situation.STUDENT, cents=4000)

    for asked in ("?genre=laptop", "?commune=Redon", "?prix=40&situation=student"):
        body = read(client, page.url + asked)
        assert machine_url(near) in body
        assert machine_url(far) not in body


def test_a_page_tells_the_price_of_each_situation(client, workshop):
    machine = ready_machine(workshop)
    Price.objects.create(organization=workshop, kind=Kind.LAPTOP, situation=Situation.PERSON, cents=8000)
    Price.objects.create(organization=workshop, kind=Kind.LAPTOP, situation=Situation.SCHOOL, cents=0)

    body = read(client, machine_url(machine)).replace("\xa0", " ")

    assert "80 €" in body
    assert "gratuit" in body


def test_refurbished_is_said_only_of_what_was_tested(client, workshop):
    machine = ready_machine(workshop)
    assert "Reconditionné" not in read(client, machine_url(machine))

    apply(machine, "back_to_bench", by=None, words="Le clavier.")
    for code in ("wipe", "refurbish", "test", "make_ready"):
        apply(machine, code, by=None)

    assert "Reconditionné" in read(client, machine_url(machine))


def test_no_page_ever_says_as_new(client, page, workshop):
    machine = ready_machine(workshop)

    assert "comme neuf" not in (read(client, page.url) + read(client, machine_url(machine))).lower()


def test_search_engines_read_a_product_and_its_offers(client, workshop):
    machine = ready_machine(workshop)
    Price.objects.create(organization=workshop, kind=Kind.LAPTOP, situation=Situation.PERSON, cents=8000)

    found = re.search(r'ld\+json">(.*?)</script>', read(client, machine_url(machine)))[1]

    data = json.loads(found)
    assert data["@type"] == "Product"
    assert data["offers"][0]["price"] == "80.00"
    assert data["itemCondition"] == "https://schema.org/UsedCondition"


def test_the_form_keeps_the_machine_and_leads_to_the_persons_own_page(client, workshop):
    machine = ready_machine(workshop)

    answer = client.post(machine_url(machine), typed())

    need = Need.objects.get()
    assert (need.state, need.machine, need.phone) == (NeedState.ALLOCATED, machine, "+33639980101")
    assert need.reference in read(client, answer.url)


def test_two_presses_of_the_button_are_one_request(client, workshop):
    machine = ready_machine(workshop)

    answers = [client.post(machine_url(machine), typed()) for _press in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Need.objects.count() == 1


def test_who_comes_second_reads_that_nothing_is_kept(client, workshop):
    machine = ready_machine(workshop)
    client.post(machine_url(machine), typed())

    late = client.post(machine_url(machine), typed(contact_name="Anselme Guérin", form_key="b"))

    assert late.status_code == 409
    assert "Rien n’est réservé à votre nom" in late.content.decode()
    assert Need.objects.count() == 1


def test_a_form_without_a_way_to_answer_says_what_to_type(client, workshop):
    answer = client.post(machine_url(ready_machine(workshop)), typed(phone=""))

    assert answer.status_code == 422
    assert 'href="#id_phone"' in answer.content.decode()
    assert not Need.objects.exists()


def test_a_program_that_fills_the_hidden_field_writes_nothing(client, workshop):
    answer = client.post(machine_url(ready_machine(workshop)), typed(precision_2="spam"))

    assert answer.status_code == 422
    assert not Need.objects.exists()


def test_too_many_requests_are_told_to_wait(client, workshop, settings):
    settings.MAILLAGE_EQUIPMENT = {"REQUESTS_PER_ADDRESS_PER_HOUR": 1}
    urls = [machine_url(ready_machine(workshop)) for _machine in range(2)]

    answers = [client.post(url, typed(form_key=url)) for url in urls]

    assert [answer.status_code for answer in answers] == [302, 429]
    assert int(answers[1]["Retry-After"]) > 0


def test_the_api_gives_the_stock_without_anybodys_name(client, workshop):
    machine = ready_machine(workshop, memory_mb=8192)
    ask(workshop, contact_name="Rosalie Patarin", phone="+33639980101")

    answer = client.get("/api/v1/stock?kind=laptop")

    assert [item["tag"] for item in answer.json()["items"]] == [machine.tag]
    assert answer.json()["count"] == 1
    assert "Patarin" not in answer.content.decode()


def test_the_api_answers_304_to_who_has_the_list_already(client, workshop):
    ready_machine(workshop)
    etag = client.get("/api/v1/stock")["ETag"]

    assert client.get("/api/v1/stock", headers={"If-None-Match": etag}).status_code == 304


def test_the_api_refuses_a_kind_that_does_not_exist(client):
    assert client.get("/api/v1/stock?kind=toaster").status_code == 422


def test_the_api_has_one_machine(client, workshop):
    machine = ready_machine(workshop)

    assert client.get(f"/api/v1/stock/{machine.tag}").json()["name"] == machine.name
    assert client.get("/api/v1/stock/ZZZZZZZ").status_code == 404


def test_a_result_of_the_search_goes_with_the_machine(client, workshop):
    machine = ready_machine(workshop, model="Latitude Cormoran")
    machine.save()
    settle()
    assert machine_url(machine) in read(client, "/recherche/?q=cormoran")

    ask(workshop, machine=machine, contact_name="Rosalie", phone="+33639980101")

    assert machine_url(machine) not in read(client, "/recherche/?q=cormoran")


def test_the_page_of_an_organisation_shows_what_it_has(client, workshop):
    machine = ready_machine(workshop)

    assert machine_url(machine) in read(client, workshop.page.url)
