"""The log of the messages, read by organisation and never edited, and their own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin import display
from django.contrib.admin.filters import AllValuesFieldListFilter, RelatedFieldListFilter
from django.contrib.admin.utils import label_for_field, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Value
from django.shortcuts import redirect
from django.urls import re_path
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import InspectView

from maillage.outbox.errors import NotFailed
from maillage.outbox.models import Message, MessageStatus, MessageText
from maillage.outbox.renderers import kind_label
from maillage.outbox.services import send_again
from maillage.outbox.texts import editable_kinds, unknown_variables, variables_of
from maillage.places.models import Organization
from maillage.places.permissions import get_scoped_object_or_404, scope_to_user
from maillage.places.querysets import SEES_EVERY_ORGANIZATION
from maillage.places.scoped_views import OrganizationScopedViewSetMixin
from maillage.privacy.admin import LedgerIndexView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse


class LedgerPermissionHelper(PermissionHelper):
    """Reading by organisation; nobody adds, edits or deletes a row, not even a superuser."""

    def scope(self, queryset: QuerySet[Message], user: AbstractBaseUser) -> QuerySet[Message]:
        """Return the rows that `user` may read: those of their organisations, all for the network's team.

        Each row says that it came this way, so that a list does not ask again row by row.
        """
        return scope_to_user(queryset, user).annotate(was_scoped=Value(True))

    def user_has_specific_permission(self, user: AbstractBaseUser, perm_codename: str) -> bool:
        """Whether the user holds this permission; the network's team needs no other than its own."""
        return user.has_perm(SEES_EVERY_ORGANIZATION) or super().user_has_specific_permission(
            user, perm_codename
        )

    def user_can_list(self, user: AbstractBaseUser) -> bool:
        """Whether the log is in the user's menu."""
        return self.user_has_specific_permission(user, "view_message")

    def user_can_inspect_obj(self, user: AbstractBaseUser, obj: Message) -> bool:
        """Whether the user may read this row."""
        return self.user_can_list(user) and self._is_theirs(user, obj)

    def user_can_resend_obj(self, user: AbstractBaseUser, obj: Message) -> bool:
        """Whether the user may send this message again."""
        return self.user_has_specific_permission(user, "resend_message") and self._is_theirs(user, obj)

    def user_can_create(self, user: AbstractBaseUser) -> bool:
        """Nobody."""
        return False

    def user_can_edit_obj(self, user: AbstractBaseUser, obj: Message) -> bool:
        """Nobody."""
        return False

    def user_can_delete_obj(self, user: AbstractBaseUser, obj: Message) -> bool:
        """Nobody."""
        return False

    def _is_theirs(self, user: AbstractBaseUser, obj: Message) -> bool:
        return (
            getattr(obj, "was_scoped", False)
            or self.scope(self.model.objects.filter(pk=obj.pk), user).exists()
        )


class OwnOrganizationsFilter(RelatedFieldListFilter):
    """Offers the organisations of who looks, no other."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[tuple[int, str]]:
        """Return the organisations in whose name the user may act."""
        return list(Organization.objects.for_user(request.user).values_list("pk", "name"))


class KindFilter(AllValuesFieldListFilter):
    """Offers the kinds of messages by the name that people read."""

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        """Yield what the filter shows."""
        for choice in super().choices(changelist):
            yield {**choice, "display": kind_label(choice["display"])}


class LedgerInspectView(InspectView):
    """One message: what became of it, and the button that sends it again if it failed."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where the button leads, when there is one."""
        resend_url = ""
        failed = self.instance.status == MessageStatus.FAILED
        if failed and self.permission_helper.user_can_resend_obj(self.request.user, self.instance):
            resend_url = self.url_helper.get_action_url("resend", self.pk_quoted)
        return super().get_context_data(resend_url=resend_url, **kwargs)


class MessageLedger(ModelAdmin):
    """« Messages envoyés »: who reads what is asked of the organisations."""

    model = Message
    base_url_path = "messages-sortants"
    menu_label = gettext_lazy("Outgoing messages")
    menu_icon = "mail"
    menu_order = 800
    list_display = ("created_at", "kind_name", "subject_reference", "organization", "status", "last_error")
    list_filter = (
        "status",
        ("kind", KindFilter),
        ("organization", OwnOrganizationsFilter),
    )
    list_select_related = ("organization",)
    list_per_page = 50
    search_fields = ("subject_reference",)
    inspect_view_enabled = True
    inspect_view_fields = (
        "kind",
        "subject_reference",
        "organization",
        "status",
        "attempts",
        "created_at",
        "not_before",
        "sent_at",
        "cancelled_at",
        "last_error",
    )
    history_view_enabled = False
    index_view_extra_css = ["outbox/admin/ledger.css"]
    index_view_class = LedgerIndexView
    inspect_view_class = LedgerInspectView
    permission_helper_class = LedgerPermissionHelper

    @display(description=gettext_lazy("kind of message"), ordering="kind")
    def kind_name(self, message: Message) -> str:
        """Show the kind as people call it."""
        return message.get_kind_display()

    def get_extra_attrs_for_field_col(self, obj: Message, field_name: str = "") -> dict[str, str]:
        """Name each value but the first, for a phone, which has no room for the heads of columns."""
        if field_name == self.list_display[0]:
            return {}
        label = label_for_field(field_name, Message, self)
        return {"data-label": _("%(label)s: ") % {"label": capfirst(label)}}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        """Return the messages of the user's organisations; the network's team reads all."""
        return self.permission_helper.scope(super().get_queryset(request), request.user)

    def inspect_view(self, request: HttpRequest, instance_pk: str) -> HttpResponse:
        """Answer 404 for another association's message as for one that does not exist."""
        get_scoped_object_or_404(Message.objects.all(), request.user, pk=unquote(instance_pk))
        return super().inspect_view(request, instance_pk)

    def resend_view(self, request: HttpRequest, instance_pk: str) -> HttpResponse:
        """Put a failed message back in the queue, and show it again."""
        message = get_scoped_object_or_404(Message.objects.all(), request.user, pk=unquote(instance_pk))
        if not self.permission_helper.user_can_resend_obj(request.user, message):
            raise PermissionDenied
        try:
            send_again(message)
        except NotFailed:
            messages.warning(request, _("This message is not waiting for a new attempt."))
        else:
            messages.success(request, _("The message leaves again in a moment."))
        return redirect(self.url_helper.get_action_url("inspect", instance_pk))

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        """Return the list, the message and the button: a ledger has no form."""
        views = (
            ("index", self.index_view),
            ("inspect", self.inspect_view),
            ("resend", require_POST(self.resend_view)),
        )
        helper = self.url_helper
        return tuple(
            re_path(helper.get_action_url_pattern(action), view, name=helper.get_action_url_name(action))
            for action, view in views
        )

    def register_indexing(self) -> None:
        """Stay out of Wagtail's reference index: no page refers to a message."""


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
