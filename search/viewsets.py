"""The admin screens of the search; best bets have Wagtail's own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Synonym


class SynonymViewSet(SnippetViewSet):
    """The lines of words that mean the same, kept by the network's team."""

    model = Synonym
    icon = "search"
    menu_label = _("Synonyms")
    menu_order = 330
    add_to_admin_menu = True
    list_display = ["expressions"]
    search_fields = ["expressions"]
    search_backend_name = None
