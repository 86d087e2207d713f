"""The admin's views, held to the organisations of who looks: one mixin for a whole viewset.

Scoping lists is not enough: an address with another association's number must answer 404 on
every view, whatever the view shows. `setup()` runs before all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils.decorators import method_decorator
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from .models import OrganizationLogEntry
from .permissions import OrganizationPermissionPolicy, get_scoped_object_or_404, scope_to_user

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.views.generic.base import View
    from wagtail.admin.viewsets.model import ModelViewSet as _ViewSet

    _View = View
else:
    _View = object
    _ViewSet = object


class OrganizationScopedViewMixin(_View):
    """Mix this in a generic view of Wagtail: foreign rows are out of its lists and answer 404."""

    model: type[Model]
    pk_url_kwarg = "pk"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Refuse the row of another association before the view reads anything of it."""
        if self.pk_url_kwarg in kwargs:
            pk = unquote(str(kwargs[self.pk_url_kwarg]))
            get_scoped_object_or_404(self.model._default_manager.all(), request.user, pk=pk)
        super().setup(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[Any]:
        """Scope what a list, its results and its exports start from."""
        rows: QuerySet[Any] = super().get_base_queryset()  # type: ignore[misc]
        # A history lists log entries: their object is checked above.
        return scope_to_user(rows, self.request.user) if rows.model is self.model else rows

    def get_queryset(self) -> Any:
        """Scope what the edit and delete views look their row up in."""
        rows = super().get_queryset()  # type: ignore[misc]
        if hasattr(super(), "get_base_queryset"):
            return rows
        return scope_to_user(rows, self.request.user)

    def _annotate_queryset_updated_at(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        # Wagtail reads the column « updated » from its own log only.
        latest = OrganizationLogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(queryset.model, for_concrete_model=False),
            object_id=Cast(OuterRef("pk"), CharField()),
        )
        return queryset.annotate(_updated_at=Subquery(latest.values("timestamp")[:1]))


class OrganizationScopedViewSetMixin(_ViewSet):
    """Put this before `ModelViewSet`: each of its views, also those of later versions, is scoped."""

    @property
    def permission_policy(self) -> OrganizationPermissionPolicy:
        """Ask the organisation as well as the permission on the model."""
        return OrganizationPermissionPolicy(self.model)

    def construct_view(self, view_class: type[View], **kwargs: Any) -> Any:
        """Add the scope to the view on its way to an address."""
        if not issubclass(view_class, OrganizationScopedViewMixin):
            view_class = type(view_class.__name__, (OrganizationScopedViewMixin, view_class), {})
        return super().construct_view(view_class, **kwargs)


@method_decorator(require_admin_access, name="dispatch")
class OrganizationAdminViewMixin(PermissionCheckedMixin, _View):
    """Put this before one of Django's generic views that stands at an address of the admin.

    The user needs access to the admin and, where the view names it, `permission_required`
    (« bookings.change_session »). `get_queryset()`, hence `get_object()`, only knows the rows of
    the user's organisations; any other answers 404.
    """

    permission_required: str | None = None

    def user_has_permission(self, permission: str) -> bool:
        """Read `permission` as Django's « app.codename »."""
        return bool(self.request.user.has_perm(permission))  # type: ignore[union-attr]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Check the permission, then answer."""
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_queryset(self) -> QuerySet[Any]:
        """Return the rows of the user's organisations."""
        return scope_to_user(super().get_queryset(), self.request.user)  # type: ignore[misc]
