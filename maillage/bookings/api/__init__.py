"""The dates in the site's API: `/api/v1/sessions`."""

from . import files, registrations  # their addresses join the same router
from .sessions import router

__all__ = ["files", "registrations", "router"]
