"""What an installation and a card that changed set off: rights given, drawings that are old."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import connections
from django.utils.translation import override
from wagtail import hooks

if TYPE_CHECKING:
    from django.apps import AppConfig

# By database and app: what was there before this migration.
_before: dict[tuple[str, str], set[str]] = {}


def note_permissions(sender: AppConfig, *, using: str, **_options: Any) -> None:
    """Remember, before `migrate`, which permissions of an app are there."""
    from django.contrib.auth.models import Permission  # noqa: PLC0415 - models are there once apps are

    known: set[str] = set()
    if Permission._meta.db_table in connections[using].introspection.table_names():
        rows = Permission.objects.using(using).filter(content_type__app_label=sender.label)
        known = set(rows.values_list("codename", flat=True))
    _before[using, sender.label] = known


def give_new_permissions(sender: AppConfig, *, using: str, **_options: Any) -> None:
    """Give, after `migrate`, the editors of every organisation what the app has just brought for them."""
    from django.contrib.auth.management import create_permissions  # noqa: PLC0415
    from django.contrib.auth.models import Group, Permission  # noqa: PLC0415

    from maillage.places.models import Organization  # noqa: PLC0415

    before = _before.pop((using, sender.label), None)
    wanted = _wanted_of(sender.label) - before if before is not None else set()
    if not wanted or Organization._meta.db_table not in connections[using].introspection.table_names():
        return
    create_permissions(sender, verbosity=0, using=using)
    brought = Permission.objects.using(using).filter(
        content_type__app_label=sender.label, codename__in=wanted
    )
    for group in Group.objects.using(using).filter(organization__isnull=False).distinct():
        group.permissions.add(*brought)


def _wanted_of(label: str) -> set[str]:
    """Return the codenames of the app that an organisation's editors get."""
    named = [name for register in hooks.get_hooks("register_editor_permissions") for name in register()]
    return {codename for app, _dot, codename in (name.partition(".") for name in named) if app == label}


def name_permissions(sender: AppConfig, *, using: str = "default", **_options: Any) -> None:
    """Say the app's own permissions in the language of the site. Run again, it changes nothing."""
    from django.contrib.auth.models import Permission  # noqa: PLC0415 - models are there once apps are

    told = dict(permission for model in sender.get_models() for permission in model._meta.permissions)
    if not told or Permission._meta.db_table not in connections[using].introspection.table_names():
        return
    create_permissions(sender, verbosity=0, using=using)
    with override(settings.LANGUAGE_CODE):
        names = {codename: str(name) for codename, name in told.items()}
    rows = Permission.objects.using(using).filter(content_type__app_label=sender.label, codename__in=names)
    for permission in rows:
        if permission.name != names[permission.codename]:
            permission.name = names[permission.codename]
            permission.save(update_fields=["name"])
