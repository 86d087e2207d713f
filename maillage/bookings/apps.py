from typing import Any

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

from . import renamed  # noqa: F401 - old names lead to where things are


class BookingsConfig(AppConfig):
    name = "maillage.bookings"
    label = "bookings"
    verbose_name = _("Dates and registrations")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let files leave the disk with their rows; keep groups and guards in place around `migrate`."""
        from maillage.bookings.contradictions import check_contradictions
        from maillage.bookings.db_triggers import check_guards
        from maillage.bookings.roles import make_role_groups

        pre_migrate.connect(lift_guards, sender=self)
        post_migrate.connect(put_guards, sender=self)
        post_migrate.connect(make_role_groups, sender=self)
        register(check_guards, Tags.database)
        register(check_contradictions, Tags.database)


def lift_guards(*, using: str, **_options: Any) -> None:
    """Take the guards away while tables are made again: SQLite refuses to rename under a trigger."""
    from maillage.bookings.db_triggers import remove

    remove(using)


def put_guards(*, using: str, **_options: Any) -> None:
    """Put the guards back, unless a migration backwards took their tables away."""
    from maillage.bookings.db_triggers import install, tables_are_there

    if tables_are_there(using):
        install(using)
