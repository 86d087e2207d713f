"""What the screens of the day at the front share: whose date it is, its skills, its volunteers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils.functional import cached_property

from maillage.bookings.admin.taps import TapScreen
from maillage.bookings.models import Session
from repair.models import Fixer, RepairCafePage
from repair.querysets import skills_on

from .tap_forms import TAPS

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from repair.models import Skill

MAY_RUN = "repair.run_repair_day"


class CafeScreen(TapScreen):
    """A screen about one date of a repair café, for its team: 403 without the right, 404 for any other."""

    taps = TAPS

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Ask for the right before anything is read."""
        if not request.user.has_perm(MAY_RUN):
            raise PermissionDenied
        super().setup(request, *args, **kwargs)

    def get_dates(self) -> QuerySet[Session]:
        """Return the dates of the user's repair cafés."""
        mine = Session.objects.for_team(self.request.user)
        return mine.filter(page__in=RepairCafePage.objects.values("page_ptr"))

    @cached_property
    def skills(self) -> list[Skill]:
        """The skills that are there on this date."""
        return skills_on(self.session, self.session.page)

    @cached_property
    def fixers(self) -> list[Fixer]:
        """The volunteers who repair with the organisation today."""
        rows = Fixer.objects.filter(organization=self.session.organization_id, active=True)
        return list(rows.order_by("first_name", "pk"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the addresses that the screens lead to."""
        return super().get_context_data(
            intake_url=self.address("repair_day:intake"),
            queue_url=self.address("repair_day:queue"),
            wall_url=self.address("repair:wall"),
            **kwargs,
        )
