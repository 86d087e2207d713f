"""Where each kind of public page, in each of its states, is made: see `states.py`."""

from __future__ import annotations

from collections.abc import Callable

MAKERS: dict[str, Callable[[], str]] = {}


def state(name: str) -> Callable[[Callable[[], str]], Callable[[], str]]:
    """Give a name to a page; the function makes it and returns its address."""

    def keep(make: Callable[[], str]) -> Callable[[], str]:
        MAKERS[name] = make
        return make

    return keep
