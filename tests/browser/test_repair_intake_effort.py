"""A sheet at the desk of a repair café costs a volunteer five fields and thirty seconds at most.

The seconds are those of a published model (`keystrokes.py`), never of a clock; the report of pytest shows
them with `-rP`. The volunteer reads nothing aloud here: the owner has read the rules in the queue.
"""

from __future__ import annotations

import pytest

from tests.browser.cafe import PHONE, Afternoon
from tests.browser.keystrokes import Thumbs

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("repair-cafe")]

MOST_FIELDS, MOST_SECONDS = 5, 30
QUESTIONS = ".intake-form :is(input:not([type=hidden], [type=radio]), textarea, select, fieldset)"


def tell(thumbs: Thumbs, what: str) -> None:
    """Show what was counted, in the report of the test."""
    counted = ", ".join(f"{count} {operator}" for operator, count in sorted(thumbs.operators.items()))
    print(f"{what}: {thumbs.fields} fields, {counted}, about {thumbs.seconds:.1f} s")  # noqa: T201


def test_somebody_who_comes_unannounced_has_a_number_within_thirty_seconds(afternoon: Afternoon) -> None:
    desk = afternoon.open("intake", who=0, touch=True)
    assert desk.viewport_size == PHONE
    assert desk.locator(QUESTIONS).count() <= MOST_FIELDS
    thumbs = Thumbs()

    thumbs.type(desk.get_by_label("Quel objet ?"), "grille-pain")
    thumbs.type(desk.get_by_label("Qu’est-ce qui ne va pas"), "ne chauffe plus")
    thumbs.choose(desk.get_by_label("Lues et acceptées", exact=True))
    thumbs.tap(desk.get_by_role("button", name="Donner un numéro"))
    number = thumbs.read(desk.locator("#given .huge"))

    tell(thumbs, "Unannounced")
    assert "1" in number
    assert afternoon.read()["sheets"][0][0] == "grille-pain"
    assert thumbs.fields <= MOST_FIELDS
    assert thumbs.seconds <= MOST_SECONDS


def test_an_announced_object_has_its_number_by_one_tap(afternoon: Afternoon) -> None:
    desk = afternoon.open("intake", who=0, touch=True)
    thumbs = Thumbs()
    announced = desk.locator("#live li", has_text="Grille-pain")

    thumbs.tap(announced.get_by_role("button", name="Il est là, règles acceptées"))
    number = thumbs.read(desk.locator("#given .huge"))

    tell(thumbs, "Announced")
    assert "1" in number
    assert thumbs.fields == 0
    assert thumbs.seconds <= MOST_SECONDS / 3
