"""What the site adds to every request and answer."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from config.middleware import TrustedProxyMiddleware


@pytest.fixture
def seen_request(settings):
    """Return a function that passes a request through the middleware and gives what a view then sees."""
    settings.TRUSTED_PROXIES = ["127.0.0.1", "10.0.0.0/8"]

    def see(**meta):
        seen = []
        middleware = TrustedProxyMiddleware(lambda request: seen.append(request) or HttpResponse())
        middleware(RequestFactory().get("/", **meta))
        return seen[0].META

    return see


def test_a_trusted_proxy_gives_the_visitors_address(seen_request):
    meta = seen_request(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.7")

    assert meta["REMOTE_ADDR"] == "198.51.100.7"


def test_proxies_of_ours_are_skipped(seen_request):
    meta = seen_request(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.7, 10.1.2.3")

    assert meta["REMOTE_ADDR"] == "198.51.100.7"


def test_what_a_visitor_wrote_before_the_proxy_is_not_believed(seen_request):
    meta = seen_request(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.7")

    assert meta["REMOTE_ADDR"] == "198.51.100.7"


@pytest.mark.parametrize("nonsense", ["unknown", "198.51.100.7, <script>", ",", "1.2.3.4.5"])
def test_nonsense_leaves_the_proxys_address(seen_request, nonsense):
    meta = seen_request(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=nonsense)

    assert meta["REMOTE_ADDR"] == "127.0.0.1"


def test_headers_of_a_stranger_are_dropped(seen_request):
    meta = seen_request(
        REMOTE_ADDR="198.51.100.7", HTTP_X_FORWARDED_FOR="203.0.113.9", HTTP_X_FORWARDED_PROTO="https"
    )

    assert meta["REMOTE_ADDR"] == "198.51.100.7"
    assert "HTTP_X_FORWARDED_PROTO" not in meta


@pytest.mark.django_db
class TestContentSecurityPolicy:
    def test_is_strict_on_a_public_page(self, client):
        policy = client.get("/nulle-part/")["Content-Security-Policy"]

        assert "default-src 'self'" in policy
        assert "unsafe" not in policy

    def test_lets_the_admin_write_scripts_in_its_pages(self, client):
        policy = client.get("/admin/login/")["Content-Security-Policy"]

        assert "script-src 'self' 'unsafe-inline'" in policy
        assert "frame-ancestors 'self'" in policy
