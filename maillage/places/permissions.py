"""Associations see their own: one policy, which every list, object view, chooser and export asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.auth.models import Permission
from django.core.exceptions import ImproperlyConfigured, ObjectDoesNotExist, ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import Http404
from wagtail.permission_policies import ModelPermissionPolicy

from .models import Organization
from .ownership import organization_path
from .querysets import SEES_EVERY_ORGANIZATION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

    AnyUser = AbstractBaseUser | AnonymousUser

M = TypeVar("M", bound=Model)


def scope_to_user(queryset: QuerySet[M], user: AnyUser, path: str | None = None) -> QuerySet[M]:
    """Return the rows of `queryset` that belong to an organisation in whose name `user` may act.

    `path` is the lookup to the organisation, found by itself when it is None. The network's
    team sees every row, also those that belong to nobody.
    """
    path = path or organization_path(queryset.model)
    if path is None:
        raise ImproperlyConfigured(f"{queryset.model.__name__} does not say whose its rows are.")
    if user.is_active and user.has_perm(SEES_EVERY_ORGANIZATION):  # type: ignore[attr-defined]
        return queryset
    return queryset.filter(**{f"{path}__in": Organization.objects.for_user(user)})


def get_scoped_object_or_404(queryset: QuerySet[M], user: AnyUser, **lookup: Any) -> M:
    """Return the one row of `queryset` that matches `lookup` and that `user` may act on.

    Raises `Http404` for another association's row as for one that does not exist, so that an
    address never tells which it is.
    """
    try:
        return scope_to_user(queryset, user).get(**lookup)
    except (ObjectDoesNotExist, ValidationError, ValueError, OverflowError) as error:
        raise Http404 from error


class OrganizationPermissionPolicy(ModelPermissionPolicy):
    """Django's permission on the model, and only for the rows of the user's organisations."""

    def __init__(self, model: Any, auth_model: Any = None, path: str | None = None) -> None:
        super().__init__(model, auth_model=auth_model)
        self._path = path

    @property
    def path(self) -> str:
        """The lookup from a row to its organisation."""
        path = self._path or organization_path(self.model)
        if path is None:
            raise ImproperlyConfigured(f"{self.model.__name__} does not say whose its rows are.")
        return path

    def scope(self, queryset: QuerySet[M], user: AnyUser) -> QuerySet[M]:
        """Return the rows of `queryset` that belong to the user's organisations."""
        return scope_to_user(queryset, user, self.path)

    def user_has_permission_for_instance(self, user: AnyUser, action: str, instance: Model) -> bool:
        """Tell whether `user` may do `action` on this row, as the database holds it now."""
        if not self.user_has_permission(user, action):
            return False
        return self.scope(self.model._default_manager.filter(pk=instance.pk), user).exists()

    def instances_user_has_any_permission_for(self, user: AnyUser, actions: Iterable[str]) -> QuerySet[Model]:
        """Return the rows on which `user` may do one of `actions`."""
        return self.scope(super().instances_user_has_any_permission_for(user, actions), user)

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: Model
    ) -> QuerySet[Any]:
        """Return the users who may do one of `actions` on this row."""
        organizations = self.model._default_manager.filter(pk=instance.pk).values(self.path)
        sees_all = Permission.objects.filter(
            content_type__app_label="places", codename=SEES_EVERY_ORGANIZATION.removeprefix("places.")
        )
        return self.users_with_any_permission(actions).filter(
            Q(groups__organization__in=organizations)
            | Q(groups__permissions__in=sees_all)
            | Q(user_permissions__in=sees_all)
            | Q(is_superuser=True)
        )


class OrganizationCardPolicy(OrganizationPermissionPolicy):
    """Of the organisations themselves: the team adds them, each one's editors change their own card.

    Nobody deletes one: its dates, its people's registrations and its pages hang on it. One that
    leaves the network has its page unpublished.
    """

    def user_has_permission(self, user: AnyUser, action: str) -> bool:
        """Tell whether `user` may do `action` on some organisation."""
        if action == "delete":
            return False
        if user.is_active and user.has_perm(SEES_EVERY_ORGANIZATION):  # type: ignore[attr-defined]
            return True
        return action != "add" and bool(super().user_has_permission(user, action))
