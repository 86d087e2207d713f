"""The settings of the servers that tests start: production's, reached over plain HTTP on loopback."""

import os

os.environ.setdefault(
    "SECRET_KEY", "a key for the servers that tests start, long enough for production's checks"
)
os.environ.setdefault("ALLOWED_HOSTS", "*")
os.environ.setdefault("EMAIL_URL", "memorymail://")
os.environ.setdefault("BASE_URL", "http://127.0.0.1:8000")
os.environ.setdefault("LOCAL_TRIAL", "true")

from .production import *  # noqa: F403
from .production import MAILLAGE_WEB

SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
SERVE_MEDIA = True
# A program types quicker than a person.
MAILLAGE_WEB = {**MAILLAGE_WEB, "SECONDS_TO_FILL_A_FORM": 0}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Without `collectstatic`: WhiteNoise serves what the apps hold.
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
