"""The names of the permissions that apps bring, in the language of the site.

Django stores them when `migrate` makes them, and keeps translations off meanwhile: they are in
English on the screen of a group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import connections
from django.utils.translation import override

if TYPE_CHECKING:
    from django.apps import AppConfig


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
