from typing import Any

from django.apps import AppConfig
from django.db import connection
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from . import renamed  # noqa: F401 - old names lead to where things are


class RepairConfig(AppConfig):
    name = "repair"
    label = "repair"
    verbose_name = _("Repairs")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the factors at hand as soon as their table is there."""
        post_migrate.connect(install_factors, sender=self)


def install_factors(**_options: Any) -> None:
    """Put the sets of factors in place, unless a migration backwards took their table away."""
    from repair.models import FactorSet
    from repair.services.published import install_factor_sets

    if FactorSet._meta.db_table in connection.introspection.table_names():
        install_factor_sets()
