"""Where this site is found."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

HTTPS_PORT, HTTP_PORT = 443, 80


def site_address() -> tuple[str, int]:
    """Return the host and the port that the site is known by: those of BASE_URL."""
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    default = HTTPS_PORT if address.scheme == "https" else HTTP_PORT
    return address.hostname or "localhost", address.port or default
