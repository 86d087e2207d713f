"""Runs in a process of its own: boot a site with the settings of the environment and look around.

    python -m tests.plugins_alone.visit '{"content": "from x import y; y()", "public": ["/agenda/"]}'

The argument is JSON: Python code that makes content, the public paths to get, and the path of the
API's description. Prints one JSON object of plain facts; the tests judge them.
"""

import io
import json
import os
import re
import sqlite3
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import django
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import get_resolver

from tests.support.templates import TEMPLATES_DIR, migrations_key

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


def main(content: str, public: list[str], api: str) -> dict:
    """Boot, migrate, fill, visit, and return what was seen."""
    django.setup()
    call_command("check", fail_level="WARNING", stdout=io.StringIO())
    _migrate()
    call_command("makemigrations", check_changes=True, dry_run=True, stdout=sys.stderr)
    exec(content, {})  # noqa: S102 (the code is in the test beside this file)

    visitor, editor = Client(), Client()
    editor.force_login(_superuser())
    dashboard = editor.get("/admin/")
    menu = sorted(_menu(dashboard.content.decode()))
    return {
        "public": {path: _seen(visitor, path) for path in public},
        "admin": dashboard.status_code,
        "menu": {path: editor.get(path, follow=True).status_code for path in menu},
        "routes": sorted(_routes()),
        "api": sorted(visitor.get(api).json()["paths"]),
    }


def _migrate() -> None:
    """Apply every migration, or take what the same migrations made the last time."""
    kept = TEMPLATES_DIR / f"host-{migrations_key()}.sqlite3"
    connection.ensure_connection()
    if kept.exists():
        with sqlite3.connect(kept) as source:
            source.backup(connection.connection)
    else:
        call_command("migrate", verbosity=0)
        TEMPLATES_DIR.mkdir(parents=True, exist_ok=True)
        unfinished = kept.with_suffix(f".{os.getpid()}")
        with sqlite3.connect(unfinished) as target:
            connection.connection.backup(target)
        unfinished.rename(kept)


def _superuser() -> "AbstractBaseUser":
    return get_user_model().objects.create_superuser(
        **{get_user_model().USERNAME_FIELD: "hote@hote.example", "password": "secret"}
    )


def _seen(client: Client, path: str) -> dict:
    answer = client.get(path)
    return {"status": answer.status_code, "body": answer.content.decode()}


# Addresses in the page that are not screens: they answer the admin's scripts.
FOR_SCRIPTS = (
    "/admin/api/",
    "/admin/block-preview/",
    "/admin/dismissibles/",
    "/admin/jsi18n/",
    "/admin/logout/",
)


def _menu(html: str) -> set[str]:
    """Return the addresses of the admin's menu, which Wagtail hands to its script as JSON."""
    addresses = set(re.findall(r'"(/admin/[a-z0-9_/-]+/)"', html))
    return {address for address in addresses if not address.startswith(FOR_SCRIPTS)}


def _routes() -> Iterator[str]:
    """Yield every route of the site, two levels deep."""
    for pattern in get_resolver().url_patterns:
        for inner in getattr(pattern, "url_patterns", [pattern]):
            yield f"{pattern.pattern}{inner.pattern}"


if __name__ == "__main__":
    json.dump(main(**json.loads(sys.argv[1])), sys.stdout)
