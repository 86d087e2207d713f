"""The log of what belongs to an association, read by that association only.

Wagtail's own log shows an entry, with the row's name, to whoever has a permission on the kind of
row: an editor would read the names of everybody's places and dates in the history of the site.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models.audit_log import BaseLogEntry, BaseLogEntryManager

from maillage.places.ownership import organization_path
from maillage.places.querysets import SEES_EVERY_ORGANIZATION

from .organization import Organization

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.db.models import Model, QuerySet


class OrganizationLogEntryManager(BaseLogEntryManager):
    """Writes whose the row is beside each entry, and reads by it."""

    def log_action(self, instance: Model, action: str, **kwargs: Any) -> OrganizationLogEntry:
        """Write an entry about `instance`, before it is deleted if `action` says so."""
        path = organization_path(type(instance)) or "pk"
        rows = type(instance)._default_manager.filter(pk=instance.pk)
        kwargs.update(object_id=str(instance.pk), organization_id=rows.values_list(path, flat=True).first())
        entry: OrganizationLogEntry = super().log_action(instance, action, **kwargs)
        return entry

    def viewable_by_user(self, user: AbstractBaseUser) -> QuerySet[OrganizationLogEntry]:
        """Return the entries of the user's organisations, all of them for the network's team."""
        if user.has_perm(SEES_EVERY_ORGANIZATION):  # type: ignore[attr-defined]
            return self.all()
        return self.filter(organization__in=Organization.objects.for_user(user))

    def for_instance(self, instance: Model) -> QuerySet[OrganizationLogEntry]:
        """Return the entries about one row."""
        content_type = ContentType.objects.get_for_model(instance, for_concrete_model=False)
        return self.filter(content_type=content_type, object_id=str(instance.pk))


class OrganizationLogEntry(BaseLogEntry):
    """What was done to a row of an association, by whom and when."""

    object_id = models.CharField(max_length=255, db_index=True)
    organization = models.ForeignKey(
        Organization, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = OrganizationLogEntryManager()

    class Meta(BaseLogEntry.Meta):
        verbose_name = _("log entry of an organisation")
        verbose_name_plural = _("log entries of organisations")
        ordering = ["-timestamp", "-id"]

    def __str__(self) -> str:
        return f"{self.action} {self.object_id}"
