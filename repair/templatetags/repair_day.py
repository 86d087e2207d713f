"""What the screens of the day say: `{% load repair_day %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

# What each button says, and the « action » that it sends.
VERBS: dict[str, tuple[str, Any]] = {
    "start": ("start", _("Begin")),
    "join": ("start", _("I help")),
    "absent": ("absent", _("Nobody came")),
    "put_back": ("put_back", _("Back to the queue")),
    "leave": ("leave", _("Has left")),
    "hand_back": ("hand_back", _("Handed back")),
}


@register.filter
def as_verbs(names: str) -> list[tuple[str, Any]]:
    """Return the buttons of these names, separated by spaces: the action of each and its words."""
    return [VERBS[name] for name in names.split()]
