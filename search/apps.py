from django.apps import AppConfig
from django.utils.translation import pgettext_lazy

from . import renamed  # noqa: F401 - old names lead to where things are


class SearchConfig(AppConfig):
    name = "search"
    label = "search"
    verbose_name = pgettext_lazy("name of a plugin", "Search")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Note from now on what changes the documents."""
        from search.changes import watch

        watch()
