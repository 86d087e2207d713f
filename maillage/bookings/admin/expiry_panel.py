"""The pages that leave the site while people are registered, on the first screen of the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from maillage.bookings.expiry import pages_that_leave, people_left
from maillage.bookings.models import Session

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

# What one screen can hold: the others come up when these are seen to.
MOST_PAGES = 8


class ExpiryPanel(Component):
    """What to do about them; nothing is drawn when there is none."""

    name = "expiry"
    order = 5
    template_name = "bookings/admin/dashboard_expiry.html"

    def __init__(self, user: AbstractBaseUser | AnonymousUser) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Return the pages with dates of the user's organisations."""
        now = timezone.now()
        mine = Session.objects.for_user(self.user).values("page")
        pages = list(pages_that_leave(now).filter(pk__in=mine)[:MOST_PAGES])
        return {"pages": [(page, people_left(page, now)) for page in pages]}
