"""Every answer below `/api/v1/` is JSON, and whatever can be read can be asked for by HEAD.

django-ninja leaves to Django an unknown address (a page of the site), a wrong method (a line of
plain text) and HEAD, which it refuses.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, re_path
from django.utils.cache import set_response_etag
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

if TYPE_CHECKING:
    from collections.abc import Callable

    from ninja import NinjaAPI

NOT_ALLOWED = 405


def api_urls(api: NinjaAPI) -> tuple[list[URLPattern], str, str]:
    """Return the addresses of `api`, and one for everything else below them, as `path()` takes them."""
    patterns, app_name, namespace = api.urls
    answering = [
        URLPattern(each.pattern, in_json(each.callback), each.default_args, each.name)
        for each in patterns
        if isinstance(each, URLPattern)
    ]
    return [*answering, re_path("", in_json(nothing_here))], app_name, namespace


@csrf_exempt
def nothing_here(request: HttpRequest) -> HttpResponse:
    """Raise Http404, whatever the method."""
    raise Http404


def in_json(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Wrap a view so that HEAD is a GET without its body, and what is refused says so in JSON."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = _as_get(view, request, *args, **kwargs)
        except Http404:
            return JsonResponse({"detail": _("There is nothing at this address.")}, status=404)
        return _not_allowed(response) if response.status_code == NOT_ALLOWED else response

    return answer


def _as_get(
    view: Callable[..., HttpResponse], request: HttpRequest, *args: Any, **kwargs: Any
) -> HttpResponse:
    if request.method != "HEAD":
        return view(request, *args, **kwargs)
    request.method = "GET"
    try:
        response = view(request, *args, **kwargs)
    finally:
        # The server drops the body of what was asked for by HEAD.
        request.method = "HEAD"
    # Django gives one to the answers of GET alone.
    return set_response_etag(response)


def _not_allowed(response: HttpResponse) -> HttpResponse:
    """Say which methods the address takes, in words and in the header that RFC 9110, 15.5.6 asks for."""
    methods = set(response["Allow"].split(", "))
    allowed = ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))
    detail = _("This address answers only to: %(methods)s.") % {"methods": allowed}
    return JsonResponse({"detail": detail}, status=NOT_ALLOWED, headers={"Allow": allowed})
