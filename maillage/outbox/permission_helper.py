"""modeladmin's own permission questions, answered by organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Value
from wagtail_modeladmin.helpers import PermissionHelper

from maillage.places.permissions import scope_to_user
from maillage.places.querysets import SEES_EVERY_ORGANIZATION

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.db.models import QuerySet

    from .models import Message


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
