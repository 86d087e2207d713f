from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlacesConfig(AppConfig):
    name = "maillage.places"
    label = "places"
    verbose_name = _("Organisations and places")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the pictures of the rich texts of a page when it is published; watch the cards."""
        from wagtail.signals import page_published

        from .editions import watch_cards
        from .pictures import page_was_published

        page_published.connect(page_was_published, dispatch_uid="places.pictures")
        watch_cards()
