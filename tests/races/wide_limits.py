"""The settings of a storm: the limits are those of a whole region, and one sign of a worker lasts a day."""

from config.settings.test_server import *  # noqa: F403
from config.settings.test_server import MAILLAGE_OUTBOX

MAILLAGE_BOOKINGS = {
    "REGISTRATIONS_PER_ADDRESS_PER_HOUR": 10_000_000,
    "REGISTRATIONS_PER_DATE_PER_HOUR": 10_000_000,
}
MAILLAGE_OUTBOX = {**MAILLAGE_OUTBOX, "HEARTBEAT_SECONDS": 86_400}
MAILLAGE_EQUIPMENT = {
    "REQUESTS_PER_ADDRESS_PER_HOUR": 10_000_000,
}
