"""The settings of a worker that imports by small handfuls, so that there are many of them."""

from config.settings.test_server import *  # noqa: F403
from config.settings.test_server import WORKER_IS_ALIVE

MAILLAGE_BATCHES = {"WORKER_IS_ALIVE": WORKER_IS_ALIVE, "ROWS_AT_A_TIME": 20}
