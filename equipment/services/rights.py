"""Who may: the role, in the organisation of the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from equipment.errors import NotAllowed
from equipment.models import Machine
from maillage.places.permissions import scope_to_user

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

    from equipment.transitions import Role


def check_role(machine: Machine, role: Role, user: AbstractBaseUser | None) -> None:
    """Raise NotAllowed unless `user` has the role in the machine's organisation; None is the site."""
    if user is None:
        return
    mine = scope_to_user(Machine.objects.filter(pk=machine.pk), user)
    if not user.has_perm(role) or not mine.exists():  # type: ignore[attr-defined]
        raise NotAllowed(_("Only the people in charge of this workshop can do this."))
