"""A page that leaves the site on its day while people are registered: its team is told, twice.

Wagtail takes such a page off without asking anybody. Nobody new can register then; those who are
registered keep their own page. The team hears of it a week before, and again once it is done.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from maillage.bookings.links import absolute
from maillage.bookings.models import Registration, Session
from maillage.outbox.renderers import EmailContent, labelled
from maillage.outbox.services import enqueue

if TYPE_CHECKING:
    from datetime import datetime

KIND = "bookings.page_expiry"
TOLD_BEFORE = timedelta(days=7)


def pages_that_leave(now: datetime) -> QuerySet[Page]:
    """Return the pages that people still need, whose own end took them off the site or will within a week.

    Somebody is registered, or waits, for a date to come at `now` (aware) that ends after the page does.
    """
    leaving = Q(live=True, expire_at__lte=now + TOLD_BEFORE) | Q(live=False, expired=True)
    needed = _dates_after_the_end(now).filter(page=OuterRef("pk"), end__gt=OuterRef("expire_at"))
    return Page.objects.filter(leaving, Exists(needed)).order_by("expire_at", "pk")


def people_left(page: Page, now: datetime) -> int:
    """Return how many seats are held or waited for on the dates of `page` after its end."""
    dates = _dates_after_the_end(now).filter(page=page, end__gt=page.expire_at)
    registrations = Registration.objects.active().filter(sessions__in=dates).order_by().distinct()
    return Registration.objects.filter(pk__in=registrations.values("pk")).aggregate(n=Sum("seats"))["n"] or 0


def alert_teams(now: datetime) -> str | None:
    """Write to the team of each such page, once before its end and once after; return what was done."""
    pages = list(pages_that_leave(now).specific())
    for page in pages:
        moment = "before" if page.live else "after"
        enqueue(
            kind=KIND,
            params={"page": page.pk},
            # Another day, chosen later, is another alert.
            key=f"{KIND}:{page.pk}:{page.expire_at:%Y%m%d%H%M}:{moment}",
            organization=page.get_lead_organization(),
        )
    return f"pages {len(pages)}" if pages else None


@labelled(gettext_lazy("A page leaves the site while people are registered"))
def render_expiry_alert(params: dict[str, Any]) -> EmailContent | None:
    """Return the e-mail to the team of the page `params["page"]`; None when it has been seen to since."""
    now = timezone.now()
    page = pages_that_leave(now).filter(pk=params["page"]).specific().first()
    organization = page.get_lead_organization() if page else None
    if page is None or not organization.email:
        return None
    context = {
        "page": page,
        "people": people_left(page, now),
        "ends": timezone.localtime(page.expire_at),
        "edit_link": absolute(reverse("wagtailadmin_pages:edit", args=[page.pk])),
        "dates_link": absolute(reverse("bookings_dates", args=[page.pk])),
    }
    leaving, gone = _("This page leaves the site: %(title)s"), _("This page is off the site: %(title)s")
    return EmailContent(
        to=organization.email,
        subject=(leaving if page.live else gone) % {"title": page.title},
        text=render_to_string("bookings/mail/page_expiry.txt", context),
    )


def _dates_after_the_end(now: datetime) -> QuerySet[Session]:
    """Return the dates to come that take place and that somebody holds on to."""
    active = Registration.objects.active()
    return Session.objects.scheduled().upcoming(now).order_by().filter(registrations__in=active)
