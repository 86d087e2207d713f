"""Django's development server, which says in the language of the site that it is there."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from whitenoise.runserver_nostatic.management.commands.runserver import Command as ServerWithoutStatic


class Command(ServerWithoutStatic):  # type: ignore[misc, valid-type]
    """`manage.py runserver`: as WhiteNoise's, but for one line."""

    def on_bind(self, server_port: Any) -> None:
        """Say where the server answers, once it does."""
        host = f"[{self.addr}]" if self._raw_ipv6 else self.addr
        address = f"{self.protocol}://{host}:{server_port}/"
        self.stdout.write(_("The server answers at %(address)s (Ctrl-C stops it).") % {"address": address})
