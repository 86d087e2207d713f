"""The dates in the site's API: `/api/v1/sessions`."""

from . import registrations  # its addresses join the same router
from .sessions import router

__all__ = ["registrations", "router"]
