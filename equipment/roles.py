"""A group that stands ready for the network's team: those who answer for a workshop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.utils.translation import override, pgettext_lazy

from .transitions import Role

if TYPE_CHECKING:
    from django.apps import AppConfig

ENTERS_ADMIN = "wagtailadmin.access_admin"
GROUP_NAME = pgettext_lazy("group of users", "Workshop leaders")


def make_role_group(sender: AppConfig, **_kwargs: Any) -> None:
    """Make, after `migrate`, the group of those who answer for a workshop, unless one has this permission.

    Run again, it adds nothing. A group that the team has renamed stays as the team made it.
    """
    from django.contrib.auth.models import Group, Permission  # noqa: PLC0415 - models are there once apps are

    create_permissions(sender, verbosity=0)
    wanted = (Role.RESPONSIBLE, Role.MEMBER, ENTERS_ADMIN)
    codenames = [str(permission).partition(".")[2] for permission in wanted]
    if Group.objects.filter(permissions__codename=codenames[0]).exists():
        return
    with override(settings.LANGUAGE_CODE):
        name = str(GROUP_NAME)
    group, _is_new = Group.objects.get_or_create(name=name)
    group.permissions.add(
        *Permission.objects.filter(
            content_type__app_label__in=("equipment", "wagtailadmin"), codename__in=codenames
        )
    )
