"""What equipment hangs on Wagtail and on the kernel. Each hook only wires."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail import hooks

from .desk import hooks as desk_hooks  # noqa: F401 - it registers its own
from .machines import hooks as machines_hooks  # noqa: F401 - it registers its own
from .papers import hooks as papers_hooks  # noqa: F401 - it registers its own
from .personal_data import equipment_data
from .public import hooks as public_hooks  # noqa: F401 - it registers its own
from .roles import GROUP_NAME
from .starting import SECTION
from .upload import hooks as upload_hooks  # noqa: F401 - it registers its own
from .viewsets import EquipmentViewSetGroup

if TYPE_CHECKING:
    from maillage.places.starting import StartingSection
    from maillage.privacy.registry import PersonalData


@hooks.register("register_admin_viewset")
def register_screens() -> EquipmentViewSetGroup:
    """Add the menu « Équipement »."""
    return EquipmentViewSetGroup()


@hooks.register("register_personal_data")
def register_personal_data() -> PersonalData:
    """Say what is kept about who gives, asks for and takes machines, and who works on them."""
    return equipment_data()


@hooks.register("register_stored_words")
def register_stored_words() -> list[tuple[str, str, object]]:
    """Tell the name of the group that stands ready."""
    return [("auth.Group", "name", GROUP_NAME)]


@hooks.register("register_starting_sections")
def register_starting_sections() -> list[StartingSection]:
    """Offer the machines to a new site."""
    return [SECTION]
