from django.apps import AppConfig, apps
from django.utils.translation import pgettext_lazy


class WebConfig(AppConfig):
    name = "maillage.web"
    label = "web"
    verbose_name = pgettext_lazy("name of a plugin", "Web")

    def ready(self) -> None:
        """Take what a camera notes out of every picture before it is kept."""
        if apps.is_installed("wagtail.images") and apps.is_installed("wagtail.documents"):
            from .kept_files import watch

            watch()
