from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RepairConfig(AppConfig):
    name = "repair"
    label = "repair"
    verbose_name = _("Repairs")
    default_auto_field = "django.db.models.BigAutoField"
