from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from . import renamed  # noqa: F401 - old names lead to where things are


class PlacesConfig(AppConfig):
    name = "maillage.places"
    label = "places"
    verbose_name = _("Organisations and places")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the pictures of a page when it is published; watch the cards; give what plugins bring."""
        from django.core.checks import register
        from django.db.models.signals import post_migrate, pre_migrate
        from wagtail.signals import page_published

        from maillage.places.cache_version import watch_cards
        from maillage.places.pictures import page_was_published
        from maillage.places.signals import give_new_permissions, name_permissions, note_permissions
        from maillage.web.checks import check_installed

        page_published.connect(page_was_published, dispatch_uid="places.pictures")
        register(check_installed)
        watch_cards()
        pre_migrate.connect(note_permissions, dispatch_uid="places.note_permissions")
        post_migrate.connect(give_new_permissions, dispatch_uid="places.give_new_permissions")
        post_migrate.connect(name_permissions, dispatch_uid="places.name_permissions")
