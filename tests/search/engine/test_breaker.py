"""The breaker: opened by a failure, closed by a look, one look at a time, nobody waits."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from search.elasticsearch.client import LONGEST_LOOK, LOOK_EVERY, Breaker


class Engine:
    """An engine that answers or not, a clock, and the looks that were asked for and not yet done."""

    def __init__(self) -> None:
        self.answers = False
        self.now = 0.0
        self.looks: list[Callable[[], None]] = []
        self.breaker = Breaker(lambda: self.answers, clock=lambda: self.now, start=self.looks.append)

    def look(self) -> None:
        """Do the oldest look that was asked for."""
        self.looks.pop(0)()


@pytest.fixture
def engine() -> Engine:
    """An engine that failed a moment ago."""
    engine = Engine()
    engine.breaker.failed("ConnectionTimeout")
    return engine


def test_it_is_closed_until_something_fails() -> None:
    breaker = Engine().breaker
    assert breaker.allows()
    breaker.failed("ConnectionTimeout")
    assert not breaker.allows()


def test_nobody_looks_at_once(engine: Engine) -> None:
    engine.breaker.allows()
    assert engine.looks == []


def test_somebody_looks_after_a_while_and_nobody_waits_for_it(engine: Engine) -> None:
    engine.now = LOOK_EVERY
    assert not engine.breaker.allows()
    assert len(engine.looks) == 1


def test_one_look_is_enough_for_everybody(engine: Engine) -> None:
    engine.now = LOOK_EVERY
    for _person in range(50):
        engine.breaker.allows()
    assert len(engine.looks) == 1


def test_it_closes_when_the_engine_is_back(engine: Engine) -> None:
    engine.now, engine.answers = LOOK_EVERY, True
    engine.breaker.allows()
    engine.look()
    assert engine.breaker.allows()


def test_it_stays_open_while_the_engine_is_away_and_looks_again(engine: Engine) -> None:
    engine.now = LOOK_EVERY
    engine.breaker.allows()
    engine.look()
    assert not engine.breaker.allows()
    engine.now = 2 * LOOK_EVERY
    engine.breaker.allows()
    assert len(engine.looks) == 1


def test_a_look_that_never_ends_is_not_waited_for(engine: Engine) -> None:
    engine.now = LOOK_EVERY
    engine.breaker.allows()
    engine.now += LONGEST_LOOK
    engine.breaker.allows()
    assert len(engine.looks) == 2


def test_a_late_failure_of_a_request_opens_it_again(engine: Engine) -> None:
    engine.now, engine.answers = LOOK_EVERY, True
    engine.breaker.allows()
    engine.look()
    engine.breaker.failed("ConnectionTimeout")
    assert not engine.breaker.allows()


def test_it_looks_in_a_thread_of_its_own() -> None:
    looked_in: list[threading.Thread] = []
    done = threading.Event()

    def look() -> bool:
        looked_in.append(threading.current_thread())
        done.set()
        return False

    moments = iter([0.0, LOOK_EVERY, LOOK_EVERY])
    breaker = Breaker(look, clock=lambda: next(moments))
    breaker.failed("ConnectionTimeout")
    breaker.allows()
    assert done.wait(10)
    assert looked_in[0] is not threading.current_thread()
