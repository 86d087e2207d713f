"""Two groups that stand ready for the network's team: those who lead dates, those who read totals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from .querysets import LEADS_DATES, READS_TOTALS

if TYPE_CHECKING:
    from django.apps import AppConfig

ENTERS_ADMIN = "wagtailadmin.access_admin"
NAMES = {
    LEADS_DATES: pgettext_lazy("group of users", "Facilitators"),
    READS_TOTALS: _("Coordination of the network"),
}


def make_role_groups(sender: AppConfig, **_kwargs: Any) -> None:
    """Make, after `migrate`, a group for each role that no group has yet. Run again, it adds nothing.

    A group that the team has renamed is known by its permission, and stays as the team made it.
    """
    from django.contrib.auth.models import Group  # noqa: PLC0415 - models are there once apps are

    create_permissions(sender, verbosity=0)
    with override(settings.LANGUAGE_CODE):
        names = {permission: str(name) for permission, name in NAMES.items()}
    for permission, name in names.items():
        codename = permission.partition(".")[2]
        if Group.objects.filter(permissions__codename=codename).exists():
            continue
        group, _is_new = Group.objects.get_or_create(name=name)
        for wanted in (permission, ENTERS_ADMIN):
            _grant(group, wanted)


def _grant(group: Any, permission: str) -> None:
    from django.contrib.auth.models import Permission  # noqa: PLC0415 - models are there once apps are

    app_label, _dot, codename = permission.partition(".")
    found = Permission.objects.filter(content_type__app_label=app_label, codename=codename)
    group.permissions.add(*found)
