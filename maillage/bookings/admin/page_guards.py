"""A page with dates does not vanish: deleting or unpublishing it asks first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from wagtail.admin.api.actions.delete import DeletePageAPIAction
from wagtail.admin.api.actions.unpublish import UnpublishPageAPIAction
from wagtail.models import Page

from maillage.bookings.models import Registration, Session, SessionSeries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse
    from rest_framework.response import Response
    from wagtail.api.v2.router import WagtailAPIRouter

REFUSED = 409


def pages_below(pages: Iterable[Page]) -> QuerySet[Page]:
    """Return these pages and everything under them."""
    below = Page.objects.none()
    for page in pages:
        below = below | Page.objects.descendant_of(page, inclusive=True)
    return below


def with_dates(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Return those of `pages` that hold dates or series, past or to come."""
    return pages.filter(
        Exists(Session.objects.filter(page=OuterRef("pk")))
        | Exists(SessionSeries.objects.filter(page=OuterRef("pk")))
    )


def with_people_to_come(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Return those of `pages` that somebody is registered to come to."""
    coming = Session.objects.scheduled().upcoming().order_by()
    active = Registration.objects.active()
    return pages.filter(Exists(coming.filter(page=OuterRef("pk"), registrations__in=active)))


def refuse_to_delete(request: HttpRequest, pages: Iterable[Page]) -> HttpResponse | None:
    """Return the screen that says which dates stand in the way, or None when there are none."""
    return _refusal(request, with_dates(pages_below(pages)), deleting=True)


def refuse_to_unpublish(
    request: HttpRequest, pages: Iterable[Page], *, with_descendants: bool
) -> HttpResponse | None:
    """Return the screen that says who is registered, or None when nobody is."""
    concerned = pages_below(pages) if with_descendants else Page.objects.filter(pk__in=[p.pk for p in pages])
    return _refusal(request, with_people_to_come(concerned.live()), deleting=False)


def _refusal(request: HttpRequest, pages: QuerySet[Page], *, deleting: bool) -> HttpResponse | None:
    found = list(_with_counts(pages))
    if not found:
        return None
    title = _("This page cannot be deleted yet") if deleting else _("This page cannot be unpublished yet")
    context = {
        "pages": found,
        "deleting": deleting,
        "page_title": title,
        "header_title": title,
        "header_icon": "warning",
        "back_url": reverse("wagtailadmin_explore", args=[found[0].get_parent().pk]),
    }
    return render(request, "bookings/admin/page_has_dates.html", context, status=REFUSED)


def _with_counts(pages: QuerySet[Page]) -> QuerySet[Page]:
    coming = Q(sessions__status="scheduled", sessions__end__gt=timezone.now())
    return pages.annotate(
        coming_count=Count("sessions", filter=coming, distinct=True),
        people_count=Count("sessions__registrations", distinct=True),
    ).order_by("path")


class GuardedDelete(DeletePageAPIAction):
    """Deletes a page unless it, or one below, has dates."""

    def execute(self, instance: Page, data: Any) -> Response:
        """Delete, or answer 400 with the reason."""
        if with_dates(pages_below([instance])).exists():
            raise ValidationError({"detail": _("This page cannot be deleted yet")})
        return super().execute(instance, data)


class GuardedUnpublish(UnpublishPageAPIAction):
    """Unpublishes a page unless people are registered to come to it."""

    def execute(self, instance: Page, data: Any) -> Response:
        """Unpublish, or answer 400 with the reason."""
        concerned = pages_below([instance]) if data["recursive"] else Page.objects.filter(pk=instance.pk)
        if with_people_to_come(concerned.live()).exists():
            raise ValidationError({"detail": _("This page cannot be unpublished yet")})
        return super().execute(instance, data)


def guard_page_actions(router: WagtailAPIRouter) -> None:
    """Put the two guarded actions in place of those of the endpoint « pages », whoever serves it."""
    served = router._endpoints["pages"]  # noqa: SLF001 - the hook passes the router, and it tells no other way
    actions = {**served.actions, "delete": GuardedDelete, "unpublish": GuardedUnpublish}
    router.register_endpoint("pages", type("GuardedPagesEndpoint", (served,), {"actions": actions}))
