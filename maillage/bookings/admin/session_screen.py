"""What the screens about one date share: who may open them, the title and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from maillage.bookings.words.dates import session_words

from ..models import Registration, Session

if TYPE_CHECKING:
    from django.http import HttpRequest


class SessionScreen(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """A screen about one date, for the team of an organisation that holds it; 404 for any other."""

    permission_required = "bookings.change_registration"
    header_icon = "calendar-alt"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the date among those that the user may see."""
        super().setup(request, *args, **kwargs)
        mine = Session.objects.for_team(request.user).for_cards()
        self.session = get_object_or_404(mine, public_id=kwargs["public_id"])

    def handle_no_permission(self) -> Any:
        """Answer 403, as Wagtail's own views do for someone who is signed in."""
        raise PermissionDenied

    def get_page_subtitle(self) -> str:
        """Name the date under the title."""
        return _("%(title)s, %(date)s") % {
            "title": self.session.page.title,
            "date": session_words(self.session),
        }

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the dates of the page, then to the people of this one."""
        dates = reverse("bookings_dates", args=[self.session.page_id])
        return [
            *self.breadcrumbs_items,
            {"url": dates, "label": self.session.page.title},
            {"url": self.list_url, "label": session_words(self.session)},
        ]

    @property
    def list_url(self) -> str:
        """The address of the list of this date's registrations."""
        return reverse("bookings_registrations", args=[self.session.public_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the date."""
        return super().get_context_data(session=self.session, list_url=self.list_url, **kwargs)


class OneRegistrationScreen(SessionScreen):
    """A question about one person of the date, answered by a button."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the person among those of this date that the user may see."""
        super().setup(request, *args, **kwargs)
        mine = Registration.objects.for_user(request.user).of_session(self.session)
        self.registration = get_object_or_404(mine, public_id=kwargs["registration_id"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the person."""
        return super().get_context_data(registration=self.registration, **kwargs)
