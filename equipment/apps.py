from typing import Any

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

from . import renamed  # noqa: F401 - old names lead to where things are


class EquipmentConfig(AppConfig):
    name = "equipment"
    label = "equipment"
    verbose_name = _("Equipment")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep the guards of the tables in place around every migration, and have them checked."""
        from equipment.db_triggers.install import check_guards
        from equipment.roles import make_role_group

        pre_migrate.connect(lift_guards, sender=self)
        post_migrate.connect(put_guards, sender=self)
        post_migrate.connect(make_role_group, sender=self)
        post_migrate.connect(read_inventories_again, sender=self)
        register(check_guards, Tags.database)


def lift_guards(*, using: str, **_options: Any) -> None:
    """Take the guards away while tables are made again: SQLite refuses to rename under a trigger."""
    from equipment.db_triggers.install import remove

    remove(using)


def put_guards(*, using: str, **_options: Any) -> None:
    """Put the guards back, unless a migration backwards took their tables away."""
    from equipment.db_triggers.install import install, tables_are_there

    if tables_are_there(using):
        install(using)


def read_inventories_again(*, using: str, **_options: Any) -> None:
    """Look with today's readers at the inventories that older ones read; the worker does the rest of many."""
    from django.db import DEFAULT_DB_ALIAS, connections

    from equipment.models import Evidence
    from equipment.services.rereading import AT_ONCE, read_again

    if using != DEFAULT_DB_ALIAS:
        return
    connection = connections[using]
    with connection.cursor() as cursor:
        table = Evidence._meta.db_table
        if table not in connection.introspection.table_names(cursor):
            return
        columns = {column.name for column in connection.introspection.get_table_description(cursor, table)}
    if "readers_version" in columns:
        read_again(AT_ONCE)
