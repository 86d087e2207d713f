from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class PrivacyConfig(AppConfig):
    name = "maillage.privacy"
    label = "privacy"
    verbose_name = pgettext_lazy("name of a plugin", "Privacy")
    default_auto_field = "django.db.models.BigAutoField"
