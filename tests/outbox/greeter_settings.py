"""A site whose tasks wait in the database, with the plugin that says « Bonjour »."""

from config.settings.test_server import *  # noqa: F403
from config.settings.test_server import INSTALLED_APPS

INSTALLED_APPS += ["tests.outbox.greeter"]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
