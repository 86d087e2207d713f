"""Another machine for one that came back: the two are linked, and the pair counts as one given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from equipment.axes import GONE
from equipment.errors import WrongState

if TYPE_CHECKING:
    from equipment.models import Machine


def note_replacement(machine: Machine, returned: Machine) -> None:
    """Note that `machine`, locked and about to leave, replaces `returned`. Raises WrongState."""
    came_back = returned.entries.filter(code="take_back").exists()
    if returned.custody in GONE or not came_back or returned.organization_id != machine.organization_id:
        raise WrongState(_("The machine %(tag)s has not come back: it is not replaced.") % {"tag": returned})
    if returned.replaced_by.exclude(pk=machine.pk).exists():
        raise WrongState(_("The machine %(tag)s is already replaced by another one.") % {"tag": returned})
    machine.replaces = returned
    machine.save(update_fields=["replaces", "updated_at"])
