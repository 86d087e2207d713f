"""The site in which two who read the queue of a repair café at once both finish reading before one writes.

They meet at a barrier between the reading and the writing, so that the race never depends on luck. With
the guards, the second one cannot read yet: the first waits for it in vain, then writes.
"""

import multiprocessing
from threading import BrokenBarrierError

from config.wsgi import application
from repair.models import IntakeSheet
from repair.services import intake, queue

__all__ = ["application"]

PATIENCE_SECONDS = 3
# Made before gunicorn forks (`--preload`): every process of the site has this one.
_barrier = multiprocessing.get_context("fork").Barrier(2)
_write, _next_number = queue._write, intake._next_number


def meet() -> None:
    """Wait for the other one, or until it is plain that it cannot come."""
    try:
        _barrier.wait(PATIENCE_SECONDS)
    except BrokenBarrierError:
        return


def write_together(sheet: IntakeSheet, *given, **named) -> IntakeSheet:
    """Write the call once both have read whose turn it is."""
    meet()
    return _write(sheet, *given, **named)


def count_together(session) -> int:
    """Give the next number once both have read the last one."""
    number = _next_number(session)
    meet()
    return number


queue._write, intake._next_number = write_together, count_together
