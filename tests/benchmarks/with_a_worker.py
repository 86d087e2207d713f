"""The settings of a site that queues its messages: one sign of a worker lasts a day."""

from config.settings.test_server import *  # noqa: F403
from config.settings.test_server import MAILLAGE_OUTBOX

MAILLAGE_OUTBOX = {**MAILLAGE_OUTBOX, "HEARTBEAT_SECONDS": 86_400}
