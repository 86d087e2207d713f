"""Every address of the admin, read from the URL resolver."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, get_resolver, reverse
from django.urls.resolvers import RoutePattern, URLPattern, URLResolver

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ADMIN = "admin/"
MADE_TO_FAIL = "wagtailadmin_error_test"


def admin_patterns() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the name and the converters of each named address below `/admin/`."""
    for entry in get_resolver().url_patterns:
        if isinstance(entry, URLResolver) and str(entry.pattern) == ADMIN:
            yield from _walk(entry, "", {})


def _walk(
    resolver: URLResolver, namespace: str, outer: dict[str, Any]
) -> Iterator[tuple[str, dict[str, Any]]]:
    for entry in resolver.url_patterns:
        converters = {**outer, **getattr(entry.pattern, "converters", {})}
        if not isinstance(entry.pattern, RoutePattern):
            converters |= dict.fromkeys(entry.pattern.regex.groupindex)
        if isinstance(entry, URLPattern):
            if entry.name and entry.name != MADE_TO_FAIL:
                yield f"{namespace}{entry.name}", converters
            continue
        inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
        yield from _walk(entry, inner, converters)


def admin_addresses(key: int | str, **known: Any) -> Iterator[str]:
    """Yield each address of the admin with `key` for every number in it.

    `known` gives the other arguments by name; an address that needs one we do not know is left out.
    """
    yield from _addresses(admin_patterns(), key, known)


def named_addresses(namespaces: Iterable[str], key: int | str, **known: Any) -> Iterator[str]:
    """Yield each address of these namespaces, outside the admin too; see `admin_addresses()`."""
    for namespace in namespaces:
        _prefix, resolver = get_resolver().namespace_dict[namespace]
        yield from _addresses(_walk(resolver, f"{namespace}:", {}), key, known)


def _addresses(
    patterns: Iterable[tuple[str, dict[str, Any]]], key: int | str, known: dict[str, Any]
) -> Iterator[str]:
    for name, converters in patterns:
        arguments = {argument: known.get(argument, key) for argument in converters}
        try:
            yield reverse(name, kwargs=arguments)
        except NoReverseMatch:
            continue


def names_left_out(key: int | str, **known: Any) -> Iterator[str]:
    """Yield the names of the addresses that `admin_addresses()` cannot make with these arguments."""
    for name, converters in admin_patterns():
        try:
            reverse(name, kwargs={argument: known.get(argument, key) for argument in converters})
        except NoReverseMatch:
            yield name
