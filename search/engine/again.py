"""A rebuild begins again when what it wrote was lost with a node."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, TypeVar

from .errors import IndexLostError

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)

Answer = TypeVar("Answer")

# How many times in all.
TRIES = 4


def begin_again(rebuild: Callable[[], Answer]) -> Answer:
    """Return what `rebuild` returns; when the index that it makes is lost on the way, make another.

    Raises:
        IndexLostError: it was lost every time.
    """
    for _try in range(TRIES - 1):
        try:
            return rebuild()
        except IndexLostError as error:
            logger.warning("The rebuild begins again, its index was lost with a node: %s", error)
    return rebuild()
