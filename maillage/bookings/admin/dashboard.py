"""The day's work on the first screen of the admin, and the pages that leave while people are registered."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.forms import Media
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from maillage.bookings.contradictions import with_contradictions
from maillage.bookings.expiry import pages_that_leave, people_left
from maillage.bookings.messages.calls import SameNews, grouped
from maillage.bookings.models import BookablePageMixin, Call, Session
from maillage.places.models import Organization

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

PERMISSION = "bookings.change_registration"
WEEK = timedelta(days=7)
# What one screen can hold: the rest stays in the lists it leads to.
MOST_DATES, MOST_DRAFTS, MOST_CALLS = 30, 8, 12


class DayPanel(Component):
    """What somebody who keeps dates has to do today, in the name of their organisations."""

    name = "day"
    order = 10
    template_name = "bookings/admin/dashboard.html"

    def __init__(self, user: AbstractBaseUser | AnonymousUser) -> None:
        self.user = user

    @property
    def media(self) -> Media:
        """The look of the « Dates » screens."""
        return Media(css={"all": ["bookings/admin/dates.css"]})

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Return the week, the people to call, what disagrees and who waits; each one is one query or two."""
        organizations = self.organizations
        now = timezone.now()
        return {
            "week": week_of(self.user, now) if organizations else [],
            "to_call": people_to_call(self.user, now) if organizations else [],
            "contradictions": people_present_and_cancelled(self.user) if organizations else [],
            "waiting": full_with_people_waiting(self.user, now) if organizations else [],
            "user": self.user,
            "several": len(organizations) > 1,
            "organizations": organizations,
            "first_steps": self.first_steps(),
        }

    @cached_property
    def organizations(self) -> list[Organization]:
        """Those in whose name the user acts, with their pages."""
        return list(Organization.objects.for_user(self.user).select_related("page__content_type"))

    def first_steps(self) -> list[tuple[Any, Page]]:
        """Return the page types with dates that somebody of one organisation may create, and where."""
        section = getattr(self.organizations[0], "page", None) if len(self.organizations) == 1 else None
        if section is None or not section.permissions_for_user(self.user).can_add_subpage():
            return []
        kinds: Iterable[Any] = section.specific_class.creatable_subpage_models()
        return [(kind._meta, section) for kind in kinds if issubclass(kind, BookablePageMixin)]


class DraftsPanel(Component):
    """The pages that nobody sees yet, or not as they were last written."""

    name = "drafts"
    order = 20
    template_name = "bookings/admin/dashboard_drafts.html"

    def __init__(self, user: AbstractBaseUser | AnonymousUser) -> None:
        self.user = user

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Return the drafts that the user may publish or go on writing."""
        mine = page_permission_policy.instances_user_has_permission_for(self.user, "change")
        drafts = mine.filter(Q(live=False) | Q(has_unpublished_changes=True), depth__gt=1)
        return {
            "drafts": drafts.order_by(F("latest_revision_created_at").desc(nulls_last=True))[:MOST_DRAFTS]
        }


def week_of(user: AbstractBaseUser | AnonymousUser, now: datetime) -> list[Session]:
    """Return the dates of the seven days to come that `user` keeps, cancelled ones too."""
    mine = Session.objects.for_user(user).upcoming(now).filter(start__lt=now + WEEK)
    return list(mine.for_cards()[:MOST_DATES])


def full_with_people_waiting(user: AbstractBaseUser | AnonymousUser, now: datetime) -> list[Session]:
    """Return the dates to come, however far, where people wait for a seat."""
    mine = Session.objects.for_user(user).scheduled().upcoming(now).filter(waiting_count__gt=0)
    return list(mine.select_related("page", "organization")[:MOST_DATES])


def people_present_and_cancelled(user: AbstractBaseUser | AnonymousUser) -> list[Session]:
    """Return the dates that `user` keeps where somebody is noted present and cancelled, the last first."""
    mine = with_contradictions(Session.objects.for_user(user)).select_related("page", "organization")
    return list(mine[:MOST_DATES])


def people_to_call(user: AbstractBaseUser | AnonymousUser, now: datetime) -> list[SameNews]:
    """Return the first people whom `user` must call, by date and by what is to be said."""
    calls = Call.objects.for_user(user).to_make(now).with_people()
    return grouped(calls[:MOST_CALLS])


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
