"""The development settings: what `manage.py` and `make serve` use."""

from .base import *  # noqa: F403
from .base import env

DEBUG = env.bool("DEBUG", default=True)
# A key that everybody can read protects nothing: production refuses to start with it.
SECRET_KEY = env("SECRET_KEY", default="development-only-key-that-production-refuses")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"])
