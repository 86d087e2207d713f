"""A password that somebody types on a sheet is seen; what only speaks of one is not."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from repair.categories import Category
from repair.free_text import passwords_in, refuse_passwords

SECRETS = [
    "mot de passe : soleil",
    "Mot de passe: azerty",
    "Ne démarre plus, mdp azerty12",
    "mdp=toto",
    "le mot de passe est soleil",
    "mot de passe de la session : azerty",
    "mot de passe « soleil »",
    "MDP:1234",
    "password: hunter2",
    "code 1234",
    "son code est 1234",
    "PIN 0000",
    "code pin : 1234",
]
HARMLESS = [
    "mot de passe oublié",
    "mot de passe : oublié",
    "mdp perdu",
    "sans mot de passe",
    "le mot de passe est à changer",
    "mot de passe : à taper par la personne",
    "ne demande plus le mot de passe",
    "a perdu son code PIN",
    "code erreur 1234",
    "code 43",
    "code barre 12345678901",
    "pince de 1200 g",
    "",
]


@pytest.mark.parametrize("text", SECRETS)
def test_a_secret_is_seen(text):
    assert passwords_in(text, Category.LAPTOP) != []


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_speaks_of_a_password_is_left_alone(text):
    assert passwords_in(text, Category.LAPTOP) == []


def test_a_code_on_what_holds_no_data_is_that_of_a_fault():
    assert passwords_in("affiche le code 1234", Category.LARGE_HOME_ELECTRICAL) == []


def test_an_object_of_unknown_kind_may_be_a_computer():
    assert passwords_in("code 1234") == ["code 1234"]


def test_the_refusal_shows_the_words_and_says_why():
    with pytest.raises(ValidationError) as refusal:
        refuse_passwords("Écran noir. Mot de passe : soleil", Category.LAPTOP)
    assert "« Mot de passe : soleil »" in refusal.value.messages[0]
    assert "plusieurs personnes" in refusal.value.messages[0]
