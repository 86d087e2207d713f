"""What every table says first about a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from .tables import Column

if TYPE_CHECKING:
    from ..models import Session

# What a draft keeps to its team.
NAMING: tuple[Column[Session], ...] = (
    Column(gettext_lazy("Page"), lambda session: session.page.title),
    Column(gettext_lazy("Place"), lambda session: str(session.place) if session.place else ""),
)
DATE_COLUMNS: tuple[Column[Session], ...] = (
    Column(gettext_lazy("Date"), lambda session: session.local_start.date()),
    Column(gettext_lazy("Begins at"), lambda session: f"{session.local_start:%H:%M}"),
    *NAMING,
    Column(gettext_lazy("Organisation"), lambda session: session.organization.name),
)
