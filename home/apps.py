from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    label = "home"
    verbose_name = _("Editorial pages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the pictures of a page when it is published; keep the frame of every page true."""
        from wagtail.signals import page_published

        from .models import StandardPage
        from .navigation import watch_frames
        from .pictures import page_was_published

        page_published.connect(page_was_published, sender=StandardPage, dispatch_uid="home.pictures")
        watch_frames()
