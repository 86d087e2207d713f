from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class BookingsConfig(AppConfig):
    name = "maillage.bookings"
    label = "bookings"
    verbose_name = _("Dates and registrations")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let files leave the disk with their rows; make the groups of the roles after `migrate`."""
        from .privacy import stored_files  # noqa: F401 - receivers, once the models are there
        from .roles import make_role_groups

        post_migrate.connect(make_role_groups, sender=self)
