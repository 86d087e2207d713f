"""The two doors of the API: ours at `/api/v1/`, documented, and Wagtail's own at `/api/v2/`."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, re_path
from django.utils.cache import set_response_etag
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from wagtail import hooks

if TYPE_CHECKING:
    from collections.abc import Callable

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


# Pydantic's names of what can be wrong with a value, and what to do about it.
# Source: https://docs.pydantic.dev/latest/errors/validation_errors/
MESSAGES = {
    "missing": gettext_lazy("This is missing."),
    "int_parsing": gettext_lazy("Send a whole number."),
    "int_type": gettext_lazy("Send a whole number."),
    "int_from_float": gettext_lazy("Send a whole number."),
    "int_parsing_size": gettext_lazy("This number is too large."),
    "float_parsing": gettext_lazy("Send a number."),
    "greater_than": gettext_lazy("Send more than %(gt)s."),
    "greater_than_equal": gettext_lazy("Send %(ge)s or more."),
    "less_than_equal": gettext_lazy("Send %(le)s or less."),
    "string_too_long": gettext_lazy("Send %(max_length)s signs at most."),
    "string_pattern_mismatch": gettext_lazy("This text holds signs that are not accepted."),
    "bool_parsing": gettext_lazy("Send true or false."),
    "literal_error": gettext_lazy("Send one of: %(expected)s."),
    "enum": gettext_lazy("Send one of: %(expected)s."),
    "date_parsing": gettext_lazy("Send a date such as 2027-03-31."),
    "date_from_datetime_parsing": gettext_lazy("Send a date such as 2027-03-31."),
    "date_from_datetime_inexact": gettext_lazy("Send a date such as 2027-03-31."),
}
OTHERWISE = gettext_lazy("This value is not accepted.")

# Swagger's page would run inline scripts, which the site's policy forbids: the document is enough.
api = NinjaAPI(
    title="Maillage",
    version="1",
    description="Places, workshops, dates and registrations of the network. Reading asks for no account.",
    docs_url=None,
    urls_namespace="api",
)
for register in hooks.get_hooks("register_api_router"):
    api.add_router(*register())


@api.exception_handler(Http404)
def not_found(request: HttpRequest, _error: Http404) -> HttpResponse:
    """Say that there is nothing here, also for what exists and is not public."""
    return api.create_response(request, {"detail": _("There is nothing at this address.")}, status=404)


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Pass on a plugin's refusal and its sentence; a body that is no JSON comes here too."""
    detail = _("Send valid JSON.") if "JSON" in error.message else error.message
    return api.create_response(request, {"detail": detail}, status=error.status_code)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say which values are wrong, and what to send instead."""
    errors: dict[str, list[str]] = {}
    for problem in error.errors:
        errors.setdefault(str(problem["loc"][-1]), []).append(_message(problem))
    return api.create_response(
        request, {"detail": _("Correct the values below."), "errors": errors}, status=422
    )


def _message(problem: dict[str, Any]) -> str:
    context = dict(problem.get("ctx", {}))
    if "expected" in context:
        # pydantic writes « 'a', 'b' or 'c' » in English, whatever the language of the sentence.
        context["expected"] = context["expected"].replace(" or ", ", ").replace("'", "")
    return str(MESSAGES.get(problem["type"], OTHERWISE)) % context
