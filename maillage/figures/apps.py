from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from . import renamed  # noqa: F401 - old names lead to where things are


class FiguresConfig(AppConfig):
    name = "maillage.figures"
    label = "figures"
    verbose_name = _("Key figures")
    default_auto_field = "django.db.models.BigAutoField"
