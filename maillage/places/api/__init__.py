"""The public reads of the network: `/api/v1/places` and `/api/v1/organizations`."""

from .organizations import router as organizations_router
from .places import router as places_router

__all__ = ["organizations_router", "places_router"]
