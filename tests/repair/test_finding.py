"""The category of an object, from what people call it."""

import pytest

from repair.categories import WORDS, Category
from repair.finding import find_category, suggestions
from repair.free_text import names_somebody
from repair.impact import get_factors
from repair.models import RepairRecord
from repair.outcomes import Outcome
from repair.repair_rates import chances, counts_of
from repair.statistics import make_statistics
from tests.repair.factories import make_broken, make_record


@pytest.mark.parametrize(
    ("typed", "category"),
    [
        ("grille-pain", Category.TOASTER),
        ("Mon vieux GRILLE PAIN", Category.TOASTER),
        ("des écouteurs", Category.HEADPHONES),
        ("seche cheveux", Category.HAIR_DRYER),
        ("fer à repasser", Category.IRON),
        ("fer à lisser", Category.HAIR_AND_BEAUTY),
        ("2 pantalons", Category.TEXTILE),
        ("machine à laver", Category.LARGE_HOME_ELECTRICAL),
        ("cœur de pirate", None),
        ("", None),
    ],
)
def test_an_object_is_known_by_its_french_words(typed, category):
    assert find_category(typed) == category


def test_every_category_has_words():
    assert set(WORDS) == set(Category)


def test_every_word_leads_back_to_one_category():
    names = [name for words in WORDS.values() for name in words]

    assert len(names) == len(set(names)) == len(suggestions())


@pytest.mark.parametrize(
    "text",
    [
        "écrire à marie@maison.example",
        "tel 06 39 98 12 34",
        "0639981234",
        "+33 6 39 98 12 34",
        "c’est à Mme Le Goff",
        "M. Dupont repassera",
        "appartient à Yvonne",
    ],
)
def test_what_may_name_somebody_is_seen(text):
    assert names_somebody(text)


@pytest.mark.parametrize(
    "text",
    ["ne chauffe plus", "Mr Coffee, modèle 12-CX", "pile 3 V @ 20 mA", "série 0123456789123", "m. bloqué"],
)
def test_a_fault_names_nobody(text):
    assert not names_somebody(text)


@pytest.mark.django_db
def test_a_rate_of_too_few_objects_is_hidden():
    for _each in range(9):
        make_record()
    statistics = make_statistics(counts_of(RepairRecord.objects.all()), get_factors())

    assert chances(statistics) == []


@pytest.mark.django_db
def test_the_chance_is_that_of_the_known_outcomes():
    for _each in range(6):
        make_record()
    for _each in range(4):
        make_broken()
    make_record(outcome=Outcome.UNKNOWN)
    (chance,) = chances(make_statistics(counts_of(RepairRecord.objects.all()), get_factors()))

    assert (chance.category, chance.percent, chance.known) == (Category.TOASTER, 60, 10)
