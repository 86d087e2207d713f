"""What equipment hangs on Wagtail and on the kernel. Each hook only wires."""

from __future__ import annotations

from wagtail import hooks

from .machines import hooks as machines_hooks  # noqa: F401 - it registers its own
from .public import hooks as public_hooks  # noqa: F401 - it registers its own
from .viewsets import EquipmentViewSetGroup


@hooks.register("register_admin_viewset")
def register_screens() -> EquipmentViewSetGroup:
    """Add the menu « Équipement »."""
    return EquipmentViewSetGroup()
