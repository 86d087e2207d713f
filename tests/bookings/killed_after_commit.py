"""The site whose process is killed once a registration is committed, before its e-mail leaves.

A WSGI application of its own, so that production code has no switch for it.
"""

import os
import signal

from config.wsgi import application
from maillage.outbox import after_commit

__all__ = ["application"]


def die() -> None:
    """End this process as a power cut does."""
    os.kill(os.getpid(), signal.SIGKILL)


after_commit._flush = die
