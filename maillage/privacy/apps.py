from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import pgettext_lazy


class PrivacyConfig(AppConfig):
    name = "maillage.privacy"
    label = "privacy"
    verbose_name = pgettext_lazy("name of a plugin", "Privacy")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Look at the folders of files with every other check."""
        from .checks import check_folders

        register(check_folders)
