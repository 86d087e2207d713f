"""What others rely on, read from the running project: addresses, hooks, settings, rights, messages, triggers.

A change of structure leaves each of these as it was; a change of behaviour writes them anew:

    WRITE_FROZEN=1 pytest tests/house/test_frozen.py

The answers of public and personal pages are frozen by their headers.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.module_loading import module_has_submodule
from wagtail import hooks

from maillage.outbox.renderers import get_renderers
from tests.house.layers import own_apps
from tests.support.paths import ROOT_DIR

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = ROOT_DIR / "tests" / "house" / "frozen"


def own_labels() -> set[str]:
    """The labels of the project's own apps."""
    return {app.label for app in own_apps()}


def urls() -> list[str]:
    """Every address of the site with its name, in the order in which they are tried."""
    return list(_addresses(get_resolver(), "", ""))


def _addresses(resolver: URLResolver, path: str, namespace: str) -> Iterator[str]:
    for one in resolver.url_patterns:
        here = f"{path}{one.pattern}"
        if isinstance(one, URLResolver):
            inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
            yield from _addresses(one, here, inner)
        elif isinstance(one, URLPattern):
            yield f"{here} {namespace}{one.name or ''}".rstrip()


def hook_listeners() -> dict[str, dict[str, int]]:
    """How many functions each app hangs on each hook."""
    hooks.search_for_hooks()
    names = tuple(app.name for app in own_apps())
    found = {}
    for name, listeners in sorted(hooks._hooks.items()):
        owners = Counter(
            next((app for app in names if listener.__module__.startswith(f"{app}.")), "")
            for listener, _order in listeners
        )
        owners.pop("", None)
        if owners:
            found[name] = dict(sorted(owners.items()))
    return found


def operations() -> dict[str, str]:
    """A digest of each operation and each schema of the API's document."""
    from config.api import api  # noqa: PLC0415 (the site's module: only once Django is ready)

    document = api.get_openapi_schema()
    found = {
        f"{method.upper()} {path}": _digest(operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    return found | {name: _digest(one) for name, one in document["components"]["schemas"].items()}


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:16]


def settings() -> dict[str, dict[str, str]]:
    """The settings of each app and what they are by default."""
    found = {}
    for app in own_apps():
        if module_has_submodule(app.module, "conf"):
            defaults = getattr(import_module(f"{app.name}.conf"), "DEFAULTS", None)
            if defaults is not None:
                found[app.name] = {key: repr(value) for key, value in sorted(defaults.items())}
    return found


def permissions() -> list[str]:
    """The rights that may be given."""
    rights = Permission.objects.filter(content_type__app_label__in=own_labels())
    return sorted(f"{app}.{code}" for app, code in rights.values_list("content_type__app_label", "codename"))


def message_kinds() -> dict[str, list[str]]:
    """The kinds of message that wait in the outbox, each with its renderers."""
    return {
        name: sorted(get_renderers(name)) for name in ("register_message_renderers", "register_sms_renderers")
    }


def triggers() -> dict[str, str]:
    """A digest of what each trigger of the database says, on SQLite."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        rows = dict(cursor.fetchall())
    return {name: _digest(" ".join(sql.split())) for name, sql in sorted(rows.items())}


def tables() -> list[str]:
    """Every table and column of the project's own models."""
    return sorted(
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in own_labels()
        for field in model._meta.local_concrete_fields
    )


READERS = {
    "urls": urls,
    "hooks": hook_listeners,
    "operations": operations,
    "settings": settings,
    "permissions": permissions,
    "message_kinds": message_kinds,
    "triggers": triggers,
    "tables": tables,
}


def written(name: str) -> Any:
    """What was written of this at the last change of behaviour."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def write(name: str, value: Any) -> None:
    """Write this as it is now."""
    FOLDER.mkdir(exist_ok=True)
    text = json.dumps(value, indent=1, ensure_ascii=False, sort_keys=isinstance(value, dict))
    (FOLDER / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")


def differences(name: str) -> list[str]:
    """What is no longer as it was written, a line each: « + » is new, « - » is gone."""
    now, then = (set(_lines(value)) for value in (READERS[name](), written(name)))
    return sorted([*(f"+ {line}" for line in now - then), *(f"- {line}" for line in then - now)])


def _lines(value: Any, before: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _lines(inner, f"{before}{key}: ")
    elif isinstance(value, list):
        for inner in value:
            yield from _lines(inner, before)
    else:
        yield f"{before}{value}"
