"""`manage.py check --database default` says when a guard is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.checks import Error
from django.utils.translation import gettext as _

from .install import missing, tables_are_there

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.checks import CheckMessage


def check_guards(*, databases: Sequence[str] | None = None, **_options: Any) -> list[CheckMessage]:
    """Return an error for each database whose guards are not all there."""
    errors: list[CheckMessage] = []
    for using in databases or ():
        if tables_are_there(using) and (names := missing(using)):
            errors.append(
                Error(
                    _("The database no longer guards the machines’ ledger: %(names)s.")
                    % {"names": ", ".join(names)},
                    hint=_("Run “manage.py migrate”: it puts the guards back."),
                    id="equipment.E001",
                )
            )
    return errors
