"""The admin screens of workshops beside the pages themselves."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Topic


class TopicViewSet(SnippetViewSet):
    """The list of topics, kept by the network's team."""

    model = Topic
    icon = "tag"
    menu_label = _("Workshop topics")
    menu_order = 320
    add_to_admin_menu = True
    list_display = ["name", "slug"]
    search_fields = ["name"]
    search_backend_name = None
