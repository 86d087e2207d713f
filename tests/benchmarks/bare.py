"""The least that Django can do: one view, no middleware, no database. The baseline of pages."""

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="bare", MIDDLEWARE=[])


def hello(_request: HttpRequest) -> HttpResponse:
    """Answer one word."""
    return HttpResponse("bonjour")


urlpatterns = [path("", hello)]

import django  # noqa: E402 - the settings come first

django.setup()
application = WSGIHandler()
