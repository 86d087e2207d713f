"""Signed links."""

import random
import string
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import override_settings

from maillage.privacy.links import BadLink, sign, unsign

PUBLIC_ID = "k7pm4qx2ab"
SIGNS = string.ascii_letters + string.digits + "-_.:~ "


def mutated(token: str, chance: random.Random) -> str:
    """Return the token with one sign replaced, removed, added or two swapped, never the same token."""
    place = chance.randrange(len(token))
    other = chance.choice(SIGNS)
    results = [
        token[:place] + other + token[place + 1 :],
        token[:place] + token[place + 1 :],
        token[:place] + other + token[place:],
        token[:place] + token[place:][::-1],
    ]
    result = chance.choice(results)
    return result if result != token else token[:-1]


def test_a_link_gives_back_what_it_was_made_for():
    assert unsign("cancel", sign("cancel", PUBLIC_ID, 3)) == (PUBLIC_ID, 3)


def test_ten_thousand_altered_links_are_all_refused():
    chance = random.Random(20270112)
    token = sign("cancel", PUBLIC_ID, 3)

    for _turn in range(10_000):
        with pytest.raises(BadLink):
            unsign("cancel", mutated(token, chance))


def test_a_link_of_one_purpose_is_refused_for_another():
    with pytest.raises(BadLink):
        unsign("see", sign("cancel", PUBLIC_ID, 3))


def test_the_counter_of_a_link_cannot_be_lowered():
    with pytest.raises(BadLink):
        unsign("cancel", sign("cancel", PUBLIC_ID, 3).replace(".3.", ".2.", 1))


def test_a_link_signed_with_another_key_is_refused():
    with override_settings(SECRET_KEY="another"):
        token = sign("cancel", PUBLIC_ID, 3)

    with pytest.raises(BadLink):
        unsign("cancel", token)


def test_a_link_that_has_run_out_is_refused():
    with pytest.raises(BadLink):
        unsign("cancel", sign("cancel", PUBLIC_ID, 3), max_age=timedelta(seconds=-1))


@pytest.mark.parametrize("token", ["", ".", "...", "a" * 100_000, "é" * 50, "\x00", "a.b.c.d"])
def test_what_is_no_link_is_refused(token):
    with pytest.raises(BadLink):
        unsign("cancel", token)


def test_a_link_is_short_and_needs_no_quoting_in_an_address():
    token = sign("cancel", PUBLIC_ID, 3)

    assert len(token) < 70
    assert quote(token, safe="") == token
