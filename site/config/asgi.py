"""The web application for a ASGI server. Run it with `site/` on the path."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
application = get_asgi_application()

# A server of this file runs no checks by itself; a folder that takes no file would show later, as an error.
from maillage.privacy.checks import refuse_without_folders  # noqa: E402 - the apps are ready by now

refuse_without_folders()
