"""Who may do what to rows that a ledger names."""

from __future__ import annotations

from typing import Any

from maillage.places.permissions import OrganizationPermissionPolicy


class KeptRowsPolicy(OrganizationPermissionPolicy):
    """Of rows that a ledger names: nobody deletes one."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Refuse « delete » to everybody."""
        return action != "delete" and bool(super().user_has_permission(user, action))


class WrittenByServicesPolicy(KeptRowsPolicy):
    """Of rows that only a transition writes: nobody adds one by hand either."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Refuse « add » too."""
        return action != "add" and super().user_has_permission(user, action)
