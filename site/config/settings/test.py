"""The settings of the test suite: as development, without what slows a test down.

The suite must not depend on what a developer has set for the site, so nothing comes from `.env`
and the services of the site are left out. TEST_SUITE_DATABASE_URL alone chooses the engine.
"""

import os
import tempfile
from pathlib import Path

os.environ["ENV_FILE"] = os.devnull
for name in ("CACHE_URL", "ELASTICSEARCH_URL", "EMAIL_URL"):
    os.environ.pop(name, None)
os.environ["DATABASE_URL"] = os.environ.get("TEST_SUITE_DATABASE_URL", "sqlite://:memory:")

from .base import *  # noqa: E402, F403
from .base import DATABASES  # noqa: E402

SECRET_KEY = "tests-only"  # noqa: S105
ALLOWED_HOSTS = ["*"]
SERVE_MEDIA = True
# Tests send forms as quickly as they can; those about the delay set it.
MAILLAGE_WEB = {"SECONDS_TO_FILL_A_FORM": 0}
MAILLAGE_PRIVACY = {"PRIVATE_FILES": Path(tempfile.gettempdir()) / "maillage-tests" / str(os.getpid())}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# As the site's, but a test database need not survive a power cut.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
else:
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"
