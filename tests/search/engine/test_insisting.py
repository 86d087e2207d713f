"""What has begun is asked again while the engine is away, and made again when it was lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from elastic_transport import ConnectionTimeout
from elasticsearch import ApiError

from search.elasticsearch.client import (
    LONGEST_ABSENCE,
    TRIES,
    GuardedEngineAwayError,
    IndexLostError,
    begin_again,
    insist,
)

AWAY = GuardedEngineAwayError("away")


def refusal(status: int) -> ApiError:
    """An answer of Elasticsearch that is none."""
    meta: Any = SimpleNamespace(status=status)
    return ApiError("refused", meta, {})


def one_after_the_other(*answers: Any) -> Callable[[], Any]:
    """Return a function that gives the next of `answers` each time, or raises it."""
    left: Iterator[Any] = iter(answers)

    def ask() -> Any:
        answer = next(left)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return ask


class Clock:
    """Seconds that go by only when somebody waits."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Return the present."""
        return self.now

    def wait(self, seconds: float) -> None:
        """Let `seconds` go by."""
        self.now += seconds


@pytest.mark.parametrize("trouble", [AWAY, ConnectionTimeout("slow"), refusal(429), refusal(503)], ids=str)
def test_it_asks_until_the_engine_answers(trouble: Exception) -> None:
    clock = Clock()
    assert insist(one_after_the_other(trouble, trouble, "done"), clock=clock, wait=clock.wait) == "done"
    assert clock.now > 0


def test_a_refusal_is_told_at_once() -> None:
    clock = Clock()
    with pytest.raises(ApiError):
        insist(one_after_the_other(refusal(400), "done"), clock=clock, wait=clock.wait)
    assert clock.now == 0


def test_it_gives_up_in_the_end() -> None:
    clock = Clock()

    def ask() -> None:
        raise AWAY

    with pytest.raises(GuardedEngineAwayError):
        insist(ask, clock=clock, wait=clock.wait)
    assert LONGEST_ABSENCE <= clock.now < 2 * LONGEST_ABSENCE


def test_what_was_lost_is_made_again() -> None:
    assert begin_again(one_after_the_other(IndexLostError(), 12)) == 12


def test_what_is_lost_every_time_is_said() -> None:
    with pytest.raises(IndexLostError):
        begin_again(one_after_the_other(*[IndexLostError()] * TRIES, 12))
