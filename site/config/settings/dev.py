"""The development settings: what `manage.py` and `make serve` use."""

from .base import *  # noqa: F403
from .base import EMAIL_BACKEND, env
from .keys import DEVELOPMENT_SECRET_KEY

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = env("SECRET_KEY", default=DEVELOPMENT_SECRET_KEY)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"])
SERVE_MEDIA = True
# Nothing is gathered in development: the files are served from where they lie, also with DEBUG=false.
WHITENOISE_USE_FINDERS = True

if EMAIL_BACKEND == "django.core.mail.backends.filebased.EmailBackend":
    EMAIL_BACKEND = "maillage.outbox.mailbox.ReadableFileBackend"
