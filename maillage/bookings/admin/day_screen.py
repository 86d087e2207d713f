"""What the screens of the day share: small pages without the admin's menu, for a phone or for paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from ..models import Session
from ..querysets import KEEPS_REGISTRATIONS, SessionQuerySet

if TYPE_CHECKING:
    from django.http import HttpRequest


@method_decorator(never_cache, name="dispatch")
class DayScreen(TemplateView):
    """A screen for the team of a date and for those who lead it; 404 for anybody else."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the date among those where the user may note who comes."""
        super().setup(request, *args, **kwargs)
        self.session = get_object_or_404(self.get_dates().for_cards(), public_id=kwargs["public_id"])

    def get_dates(self) -> SessionQuerySet:
        """Return the dates that the user may open on this screen; a plugin's screen has its own."""
        return Session.objects.on_the_day_for(self.request.user)

    @property
    def is_team(self) -> bool:
        """Whether the user keeps the registrations of this date; the others only lead it."""
        user = self.request.user
        if not user.has_perm(KEEPS_REGISTRATIONS):
            return False
        return Session.objects.for_team(user).filter(pk=self.session.pk).exists()

    def address(self, name: str) -> str:
        """Return the address of another screen about this date."""
        return reverse(name, args=[self.session.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the date and the way back."""
        is_team = self.is_team
        back = self.address("bookings_registrations") if is_team else reverse("bookings_led_dates")
        return super().get_context_data(session=self.session, is_team=is_team, back_url=back, **kwargs)
