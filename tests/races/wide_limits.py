"""The settings of a storm: the limiter counts every request, and its limits are those of a whole region."""

from config.settings.test_server import *  # noqa: F403
from config.settings.test_server import MAILLAGE_BOOKINGS

MAILLAGE_BOOKINGS = {
    **MAILLAGE_BOOKINGS,
    "REGISTRATIONS_PER_ADDRESS_PER_HOUR": 10_000_000,
    "REGISTRATIONS_PER_DATE_PER_HOUR": 10_000_000,
}

MAILLAGE_EQUIPMENT = {
    "REQUESTS_PER_ADDRESS_PER_HOUR": 10_000_000,
}
