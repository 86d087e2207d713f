"""The desk of a repair café: what is refused comes back, an answer that is lost makes no second sheet."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.cafe import Afternoon, is_sent, take_in, waits

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("repair-cafe")]


def test_what_is_refused_is_kept_until_it_is_typed_again(afternoon: Afternoon) -> None:
    desk = afternoon.open("intake", who=0)
    desk.context.set_offline(True)
    take_in(desk, "Ordinateur portable", "Lent. Mot de passe : soleil12")
    waits(desk, "1 geste attend le réseau")
    desk.context.set_offline(False)
    expect(desk.locator("#refused")).to_contain_text("mot de passe")
    is_sent(desk)

    desk.reload()
    desk.locator("#refused").get_by_role("button", name="Corriger").click()
    expect(desk.get_by_label("Quel objet ?")).to_have_value("Ordinateur portable")
    desk.get_by_label("Qu’est-ce qui ne va pas").fill("Il est lent.")
    desk.get_by_role("button", name="Donner un numéro").click()

    expect(desk.locator("#given .huge")).to_contain_text("1")
    expect(desk.locator("#refused p")).to_have_count(0)
    assert [item for item, _state, _outcome in afternoon.read()["sheets"]] == ["Ordinateur portable"]


def test_an_answer_that_is_lost_makes_no_second_sheet(afternoon: Afternoon) -> None:
    desk = afternoon.open("intake", who=0)
    lost = []

    def lose_the_first_answer(route: Route) -> None:
        answer = route.fetch()
        if lost:
            route.fulfill(response=answer)
            return
        lost.append(answer.status)
        route.abort()

    desk.route("**/taps/", lose_the_first_answer)
    take_in(desk, "Lampe")
    waits(desk, "1 geste attend le réseau")
    is_sent(desk)

    assert lost == [200]
    assert len(afternoon.read()["sheets"]) == 1


def test_another_screen_of_the_day_sends_what_the_desk_kept(afternoon: Afternoon) -> None:
    desk = afternoon.open("intake", who=0)
    expect(desk.locator("#live[data-kept]")).to_be_attached()
    desk.context.set_offline(True)
    take_in(desk, "Lampe")
    desk.get_by_role("link", name="File").click()
    waits(desk, "1 geste attend le réseau")
    desk.context.set_offline(False)

    expect(desk.locator("#live li", has_text="Lampe")).to_be_visible(timeout=20_000)


def test_without_a_script_the_desk_and_the_queue_work(afternoon: Afternoon) -> None:
    desk = afternoon.open("intake", who=0, script=False)
    take_in(desk, "Lampe")
    expect(desk.locator("#given .huge")).to_contain_text("1")
    desk.get_by_role("link", name="File").click()
    desk.get_by_role("button", name="Appeler le suivant").click()
    desk.locator("#live li", has_text="Lampe").get_by_role("button", name="Commencer").click()

    expect(desk.locator("#live li", has_text="Lampe")).to_have_attribute("data-state", "in_repair")
