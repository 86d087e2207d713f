"""Give every association's editors what the plugins installed since ask for."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from maillage.places.models import Organization
from maillage.places.services import grant_editor_permissions


class Command(BaseCommand):
    """Run it after a plugin is installed; again, it changes nothing."""

    help = "Gives the editors of every organisation the permissions that the installed plugins ask for."

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through the organisations."""
        organizations = Organization.objects.exclude(group=None).select_related("group", "collection", "page")
        for organization in organizations:
            grant_editor_permissions(organization)
        self.stdout.write(f"{len(organizations)} organisations")
