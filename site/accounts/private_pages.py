"""The doors of private pages and documents: Wagtail's own, whose passwords nobody may guess for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.views import LoginView
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.documents.views.serve import authenticate_with_password as document_password
from wagtail.models import Page
from wagtail.views import authenticate_with_password as page_password

from maillage.privacy.throttle import hit
from maillage.web.form_protection import BoundedFormMixin

from .forms import QUARTER, TRIES_PER_ACCOUNT, SignInForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse


class VisitorSignInForm(SignInForm):
    """The form of the admin, its limits included, as a page of the public site."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("remember", None)


@method_decorator(never_cache, name="dispatch")
class VisitorSignInView(BoundedFormMixin, LoginView):
    """Sign in to read a private page."""

    template_name = "wagtailcore/login.html"
    authentication_form = VisitorSignInForm


@method_decorator([sensitive_post_parameters("password"), never_cache], name="dispatch")
class PasswordDoor(BoundedFormMixin):
    """One of Wagtail's forms for a password: as many tries from one address as an account has."""

    # The view that draws the form and reads it, and what its tries are counted under.
    ask: Callable[..., HttpResponse] = staticmethod(page_password)
    door = ""
    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Draw the form."""
        return self.ask(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look at the password, unless too many were tried."""
        address = request.META.get("REMOTE_ADDR", "")
        if not hit(f"private.{self.door}", f"{address} {kwargs}", TRIES_PER_ACCOUNT, QUARTER):
            return render(request, "wagtailcore/too_many_tries.html", status=429)
        return self.ask(request, *args, **kwargs)


def own_page_password(request: HttpRequest, page_view_restriction_id: int, page_id: int) -> HttpResponse:
    """Ask for the password of a page; a restriction that is not this page's opens and shows nothing."""
    page = get_object_or_404(Page, pk=page_id, live=True)
    if not page.get_view_restrictions().filter(pk=page_view_restriction_id).exists():
        raise Http404
    return page_password(request, page_view_restriction_id, page_id)


def private_page_urls() -> list[URLPattern]:
    """Return the routes of the doors, to be put before Wagtail's: same addresses and names."""
    return [
        path(
            "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
            PasswordDoor.as_view(ask=own_page_password, door="page"),
            name="wagtailcore_authenticate_with_password",
        ),
        path("_util/login/", VisitorSignInView.as_view(), name="wagtailcore_login"),
        path(
            "documents/authenticate_with_password/<int:restriction_id>/",
            PasswordDoor.as_view(ask=document_password, door="document"),
            name="wagtaildocs_authenticate_with_password",
        ),
    ]
