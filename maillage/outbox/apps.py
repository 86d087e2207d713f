from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from . import renamed  # noqa: F401 - old names lead to where things are


class OutboxConfig(AppConfig):
    name = "maillage.outbox"
    label = "outbox"
    verbose_name = _("Outgoing messages")
    default_auto_field = "django.db.models.BigAutoField"
