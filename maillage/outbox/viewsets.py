"""« Textes des messages »: each organisation puts the messages in its own words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet

from maillage.places.models import Organization
from maillage.places.scoped_views import OrganizationScopedViewSetMixin

from .models import MessageText
from .texts import editable_kinds, unknown_variables, variables_of


class MessageTextForm(WagtailAdminModelForm):
    """Holds the words in braces to those that the kind of message knows."""

    TEXTS = ("subject", "opening", "closing")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = Organization.objects.for_user(self.for_user)
        kinds = editable_kinds()
        self.fields["kind"] = forms.ChoiceField(
            label=gettext_lazy("Kind of message"), choices=kinds.items(), help_text=_known_words(kinds)
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a word in braces that stands for nothing, and say which ones do."""
        cleaned: dict[str, Any] = super().clean()
        kind = cleaned.get("kind", "")
        for name in self.TEXTS:
            for unknown in unknown_variables(cleaned.get(name) or "", kind)[:1]:
                known = " ".join(f"{{{variable}}}" for variable in variables_of(kind))
                message = _("{%(unknown)s} stands for nothing here. You can write: %(known)s")
                self.add_error(name, ValidationError(message % {"unknown": unknown[:40], "known": known}))
        return cleaned


def _known_words(kinds: dict[str, str]) -> str:
    """Return, for each kind of message, the words in braces that an editor may use."""
    lines = format_html_join(
        "",
        "<li>{}: {}</li>",
        ((label, " ".join(f"{{{name}}}" for name in variables_of(kind))) for kind, label in kinds.items()),
    )
    return format_html("{}<ul>{}</ul>", _("In braces, you can write:"), lines)


class MessageTextViewSet(OrganizationScopedViewSetMixin, ModelViewSet):
    """The texts of the user's organisations."""

    model = MessageText
    name = "network_message_texts"
    url_prefix = "message-texts"
    icon = "mail"
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("organization", "kind", "subject", "opening", "closing")],
        base_form_class=MessageTextForm,
    )
    list_display = ("__str__", "subject", "organization")
    copy_view_enabled = False
    search_backend_name = None

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Say what the button of the list does."""
        return super().get_index_view_kwargs(add_item_label=gettext_lazy("Write a text"), **kwargs)
