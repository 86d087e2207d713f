"""What cafés do not take: one table, read by « Que peut-on réparer ? », the form and the desk."""

import uuid

import pytest
from django.urls import reverse

from repair.categories import ALSO, WORDS, Category
from repair.finding import find_categories, find_category, find_refused
from repair.models import IntakeSheet
from repair.refusals import REFUSED_WORDS, Refused
from tests.places.factories import make_editor, make_organization
from tests.repair.factories import make_cafe, make_date

MICROWAVE, LARGE, BURNS, SWOLLEN = Refused

# What is typed, and what is refused of it.
TYPED = [
    ("micro-ondes", MICROWAVE),
    ("Micro onde", MICROWAVE),
    ("MICROONDES", MICROWAVE),
    ("mon four à micro-ondes", MICROWAVE),
    ("lave-linge", LARGE),
    ("lave linge Bosch", LARGE),
    ("lavelinge", LARGE),
    ("SECHELINGE", LARGE),
    ("machine à laver", LARGE),
    ("l’lave-vaisselle", LARGE),
    ("sèche-linge", LARGE),
    ("frigos", LARGE),
    ("réfrigérateur", LARGE),
    ("four", LARGE),
    ("table de cuisson", LARGE),
    ("gazinière", BURNS),
    ("cuisinière à gaz", BURNS),
    ("tondeuse thermique", BURNS),
    ("une batterie gonflée", SWOLLEN),
    ("mini-four", None),
    ("petit four", None),
    ("sèche-cheveux", None),
    ("machine à coudre", None),
    ("tondeuse à cheveux", None),
    ("télécommande de four", None),
    ("batterie", None),
    ("", None),
]
# What is typed, and what it may be.
KINDS = [
    ("ordinateur", [Category.DESKTOP_COMPUTER, Category.LAPTOP]),
    ("l’ordi", [Category.DESKTOP_COMPUTER, Category.LAPTOP]),
    ("des PC", [Category.DESKTOP_COMPUTER, Category.LAPTOP]),
    ("PCs", [Category.DESKTOP_COMPUTER, Category.LAPTOP]),
    ("portable", [Category.LAPTOP, Category.MOBILE]),
    ("ordinateurs portables", [Category.LAPTOP]),
    ("téléphone portable", [Category.MOBILE]),
    ("iPhone 8", [Category.MOBILE]),
    ("IPhone12", [Category.MOBILE]),
    ("i-phone", [Category.MOBILE]),
    ("imprimante 3D", [Category.PRINTER]),
    ("sechecheveux", [Category.HAIR_DRYER]),
    ("smartphone", [Category.MOBILE]),
    ("tél", [Category.MOBILE]),
    ("tablette", [Category.TABLET]),
    ("TV", [Category.FLAT_SCREEN]),
    ("télés", [Category.FLAT_SCREEN]),
    ("écran d’ordinateur", [Category.FLAT_SCREEN]),
    ("chargeur de téléphone", [Category.BATTERY]),
    ("l'aspi", [Category.VACUUM]),
    ("robot aspirateur", [Category.VACUUM]),
    ("frigo", [Category.LARGE_HOME_ELECTRICAL]),
    ("gazinière", [Category.LARGE_HOME_ELECTRICAL]),
    ("xylophone", []),
]


@pytest.mark.parametrize(("typed", "refused"), TYPED)
def test_what_cafes_do_not_take_is_known_by_its_words(typed, refused):
    assert find_refused(typed) == refused


@pytest.mark.parametrize(("typed", "kinds"), KINDS)
def test_everyday_words_are_known(typed, kinds):
    assert find_categories(typed) == kinds
    assert find_category(typed) == (kinds[0] if kinds else None)


def test_the_tables_hold_each_name_once():
    names = [name for names in REFUSED_WORDS.values() for name in names]
    assert set(REFUSED_WORDS) == set(Refused)
    assert len(names) == len(set(names))
    assert set(ALSO) <= {name for names in WORDS.values() for name in names}


@pytest.mark.parametrize("refused", Refused)
def test_each_is_refused_with_a_reason(refused):
    assert refused.sentence.startswith("Nous ne prenons pas\u00a0: ")
    assert refused.why in refused.sentence


# The same answer at the three doors


@pytest.fixture
def session(db):
    return make_date(make_cafe(make_organization("Les Mulots")), in_days=0)


def ask(client, typed):
    return " ".join(client.get(reverse("repair:chances"), {"objet": typed}).content.decode().split())


def announce(session, **answers):
    page = session.page.specific
    who = {"name": "Claude", "email": "claude@maison.example", "seats": 1}
    return page.get_registration_form_class()({**who, **answers}, session=session, page=page)


@pytest.fixture
def desk(client, session):
    client.force_login(make_editor(session.organization))
    return client


def take_in(client, session, **fields):
    address = reverse("repair_day:intake", args=[session.public_id])
    return client.post(address, {"action": "take_in", "nonce": uuid.uuid4().hex, **fields})


@pytest.mark.parametrize(("typed", "refused"), [row for row in TYPED if row[0]])
def test_the_page_the_form_and_the_desk_agree(desk, session, typed, refused):
    said = "Nous ne prenons pas" in ask(desk, typed)
    form = announce(session, item=typed)
    answer = take_in(desk, session, item=typed)
    assert [said, "item" in form.errors, answer.status_code == 422] == [refused is not None] * 3
    assert IntakeSheet.objects.exists() is (refused is None)
    if refused:
        assert form.errors["item"] == [refused.sentence]
        assert refused.why in answer.content.decode()


@pytest.mark.parametrize("typed", ["micro-ondes", "lave-linge"])
def test_nobody_is_told_to_come_with_what_is_refused(client, session, typed):
    page = ask(client, typed)
    assert "Venez voir" not in page
    assert session.page.url not in page


def test_a_word_of_two_meanings_is_told_both(client, session):
    page = ask(client, "portable")
    assert "Ordinateur portable" in page
    assert "Téléphone portable" in page


def test_a_cafe_that_takes_it_is_named_and_takes_it(desk, session):
    page = session.page.specific
    page.takes = [MICROWAVE.value]
    page.save()
    assert page.url in ask(desk, "micro-ondes")
    assert page.url not in ask(desk, "lave-linge")
    assert announce(session, item="micro-ondes").is_valid()
    assert take_in(desk, session, item="micro-ondes").status_code == 302


def test_the_desk_may_take_what_somebody_here_knows(desk, session):
    assert take_in(desk, session, item="lave-linge").status_code == 422
    assert take_in(desk, session, item="lave-linge", anyway="on").status_code == 302
    assert IntakeSheet.objects.get().category == Category.LARGE_HOME_ELECTRICAL


def test_who_announced_it_before_may_still_change_their_phone(session):
    page = session.page.specific
    who = {"name": "Claude", "email": "claude@maison.example", "seats": 1, "item": "micro-ondes"}
    form = page.get_registration_form_class()(
        who, session=session, page=page, initial={"item": "micro-ondes"}
    )
    assert form.is_valid(), form.errors


def test_a_cafes_page_lists_what_it_does_not_take_each_once(session):
    page = session.page.specific
    page.refused = "Les lave-linge et les réfrigérateurs"
    page.takes = [MICROWAVE.value]
    assert page.things_refused == [
        "Les lave-linge et les réfrigérateurs",
        "Ce qui marche au gaz ou à l’essence",
        "Les batteries gonflées",
    ]
