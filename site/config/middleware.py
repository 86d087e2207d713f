"""What every request to this site goes through before the views."""

from collections.abc import Callable, Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

Address = IPv4Address | IPv6Address


class TrustedProxyMiddleware:
    """Take the visitor's address from the proxies that the site trusts, and from nobody else.

    TRUSTED_PROXIES holds addresses and networks. A request that comes from one of them has its
    REMOTE_ADDR replaced by the last address of X-Forwarded-For that is not a proxy of ours; on any
    other request the X-Forwarded headers, which anybody can write, are dropped.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.trusted = [ip_network(proxy) for proxy in settings.TRUSTED_PROXIES]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Correct the request and pass it on."""
        peer = _parsed(request.META.get("REMOTE_ADDR", ""))
        if peer and self._is_trusted(peer):
            visitor = next(self._visitors(request.META.get("HTTP_X_FORWARDED_FOR", "")), peer)
            request.META["REMOTE_ADDR"] = str(visitor)
        else:
            request.META.pop("HTTP_X_FORWARDED_FOR", None)
            request.META.pop("HTTP_X_FORWARDED_PROTO", None)
        return self.get_response(request)

    def _visitors(self, forwarded: str) -> Iterator[Address]:
        """Yield the addresses that are not ours, the nearest first; stop at what is no address."""
        for part in reversed(forwarded.split(",")):
            address = _parsed(part.strip())
            if address is None:
                return
            if not self._is_trusted(address):
                yield address

    def _is_trusted(self, address: Address) -> bool:
        return any(address in network for network in self.trusted)


def _parsed(text: str) -> Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """Send the strict policy on public pages and Wagtail's own on the admin's.

    Wagtail's admin writes scripts and styles in its pages; a public page of this site never does.
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponse, report_only: bool = False
    ) -> PolicyParts:
        """Return the parts that django-csp builds the header from."""
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path.startswith(reverse("wagtailadmin_home")):
            parts.update = settings.CONTENT_SECURITY_POLICY_ADMIN
        return parts
