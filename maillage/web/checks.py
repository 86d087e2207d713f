"""What a host may have forgotten: `maillage.web` came after the other apps of the kernel."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error

APP = "maillage.web"


def check_installed(app_configs: Any = None, **_options: Any) -> list[CheckMessage]:
    """Name the line to add where the app is not installed. Registered by `maillage.places`."""
    if apps.is_installed(APP):
        return []
    hint = f'Add "{APP}" to INSTALLED_APPS, beside "maillage.privacy".'
    return [
        Error("The public forms and the pictures of Maillage need the app maillage.web.", hint, id="web.E001")
    ]
