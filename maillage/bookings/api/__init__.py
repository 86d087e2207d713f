"""The dates in the site's API: `/api/v1/sessions`."""

from maillage.bookings.api import registrations  # their addresses join the same router
from maillage.bookings.api.sessions import router

__all__ = ["files", "registrations", "router"]
