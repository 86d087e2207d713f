"""What the screens of dates and registrations share: whose it is, who may open it, the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from maillage.bookings.formats import format_session
from maillage.bookings.models import BookablePageMixin, Registration, Session
from maillage.bookings.querysets import KEEPS_REGISTRATIONS, SessionQuerySet
from maillage.places.models import Organization

if TYPE_CHECKING:
    from django.forms import BaseForm
    from django.http import HttpRequest, HttpResponse


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
            "date": format_session(self.session),
        }

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the dates of the page, then to the people of this one."""
        dates = reverse("bookings_dates", args=[self.session.page_id])
        return [
            *self.breadcrumbs_items,
            {"url": dates, "label": self.session.page.title},
            {"url": self.list_url, "label": format_session(self.session)},
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


class EditablePageMixin(PermissionRequiredMixin):
    """Only for those who may edit the page, in the name of the organisation that leads it."""

    permission_required = "bookings.change_session"

    def handle_no_permission(self) -> Any:
        """Answer 403, as Wagtail's own views do for someone who is signed in."""
        raise PermissionDenied

    def check_page(self, request: HttpRequest, page: Page) -> Any:
        """Return `page` as its own type; 404 without dates or for another lead, 403 without the right."""
        page = page.specific
        if not isinstance(page, BookablePageMixin):
            raise Http404
        mine = Organization.objects.for_user(request.user)
        if not mine.filter(pk=page.get_lead_organization().pk).exists():
            raise Http404
        if not page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return page


class PageScreen(EditablePageMixin, WagtailAdminTemplateMixin, TemplateView):
    """A screen about the dates of one page."""

    header_icon = "calendar-alt"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the page among those that the user may edit."""
        super().setup(request, *args, **kwargs)
        self.page = self.check_page(request, get_object_or_404(Page, pk=kwargs["page_id"]))

    @property
    def dates_url(self) -> str:
        """The address of the list of this page's dates."""
        return reverse("bookings_dates", args=[self.page.pk])

    def get_page_subtitle(self) -> str:
        """Name the page under the title."""
        return str(self.page.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the page in the explorer, and to its dates."""
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        return [
            *self.breadcrumbs_items,
            {"url": edit, "label": self.page.get_admin_display_title()},
            {"url": self.request.path, "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the page and the way back."""
        return super().get_context_data(page=self.page, dates_url=self.dates_url, **kwargs)

    def refuse(self, form: BaseForm) -> HttpResponse:
        """Show `form` again with what was typed and what is wrong."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class DateScreen(EditablePageMixin, SessionScreen):
    """A screen that changes one date."""

    permission_required = "bookings.change_session"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the date, then check the right to edit its page."""
        super().setup(request, *args, **kwargs)
        self.check_page(request, self.session.page)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the dates of the page."""
        return [
            *self.breadcrumbs_items,
            {"url": self.dates_url, "label": self.session.page.title},
            {"url": self.request.path, "label": self.get_page_title()},
        ]

    @property
    def dates_url(self) -> str:
        """The address of the list of the page's dates."""
        return reverse("bookings_dates", args=[self.session.page_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way back and how many people are concerned."""
        people = list(self.session.registrations.active().values_list("email", flat=True))
        return super().get_context_data(
            dates_url=self.dates_url,
            people_count=len(people),
            without_email=sum(not email for email in people),
            **kwargs,
        )

    def refuse(self, form: BaseForm) -> HttpResponse:
        """Show `form` again with what was typed and what is wrong."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


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
