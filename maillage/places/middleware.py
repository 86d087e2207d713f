"""The few screens of Wagtail's admin that name a page or a picture before they ask who looks.

The window that chooses a page shows the title of any page whose key is in its address, the last
step of a move tells whether an address is taken, and a report names the page that was changed last
anywhere; the window that lays out a picture shows the title of any picture. No hook reaches them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.urls import reverse
from django.views.defaults import page_not_found
from wagtail.images.permissions import permission_policy as picture_policy
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from .querysets import SEES_EVERY_ORGANIZATION

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.template.response import TemplateResponse
    from django.urls import ResolverMatch
    from wagtail.query import PageQuerySet

PAGE_SCREENS = "wagtailadmin_pages"
PAGE_KEYS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "pk")
CHOOSERS = ("wagtailadmin_choose_page_child", "wagtailadmin_choose_page_chosen_multiple")
NOTHING_HERE = "wagtailadmin/404.html"
PICTURE_LAYOUT = "wagtailimages_chooser:select_format"
LONGEST_KEY = 10  # a longer number would overflow the column
REPORTS_ON_EVERYBODY = (
    "wagtailadmin_reports:page_types_usage",
    "wagtailadmin_reports:page_types_usage_results",
)


class DiscreetAdminMiddleware:
    """Answer 404 for a page that the user may not know of. Goes after Django's authentication."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Look at the address before the view does; answer as the admin does where there is nothing."""
        match = request.resolver_match
        if match is None or not _concerns(match) or not request.user.is_authenticated:
            # Somebody who has not signed in is sent to the sign-in page by the view itself.
            return None
        try:
            _look(request, match, kwargs)
        except Http404 as nothing:
            return page_not_found(request, nothing, template_name=NOTHING_HERE)
        return None

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        """Take the link to a report that the user may not read out of the way back of a screen."""
        context = response.context_data or {}
        if context.get("breadcrumbs_items") and not request.user.has_perm(SEES_EVERY_ORGANIZATION):
            closed = {reverse(name) for name in REPORTS_ON_EVERYBODY}
            way = context["breadcrumbs_items"]
            context["breadcrumbs_items"] = [step for step in way if step.get("url") not in closed]
        return response


def _look(request: HttpRequest, match: ResolverMatch, kwargs: dict[str, Any]) -> None:
    """Raise `Http404` when the address names what the user may not know of."""
    if match.view_name in REPORTS_ON_EVERYBODY:
        if not request.user.has_perm(SEES_EVERY_ORGANIZATION):
            raise Http404
        return
    if match.view_name == PICTURE_LAYOUT:
        mine = picture_policy.instances_user_has_permission_for(request.user, "choose")
        if not mine.filter(pk=kwargs["image_id"]).exists():
            raise Http404
        return
    known = page_permission_policy.explorable_instances(request.user)
    if match.view_name in CHOOSERS:
        known = known | Page.objects.live()
    if not _all_among(_page_keys(request, kwargs), known):
        raise Http404


def _concerns(match: ResolverMatch) -> bool:
    named = (*REPORTS_ON_EVERYBODY, *CHOOSERS, PICTURE_LAYOUT)
    return match.view_name in named or PAGE_SCREENS in match.namespaces


def _page_keys(request: HttpRequest, kwargs: dict[str, Any]) -> set[str]:
    in_path = {str(kwargs[name]) for name in PAGE_KEYS if name in kwargs}
    return in_path | set(request.GET.getlist("id"))


def _all_among(keys: set[str], pages: PageQuerySet[Any]) -> bool:
    if not all(key.isdecimal() and len(key) < LONGEST_KEY for key in keys):
        return False
    return not keys or pages.filter(pk__in=keys).count() == len(keys)
