"""The dates in the site's API: `/api/v1/sessions`."""

from ninja import Router

from .registrations import router as registrations
from .sessions import router as sessions

router = Router(tags=["sessions"])
router.add_router("", sessions)
router.add_router("", registrations)

__all__ = ["router"]
