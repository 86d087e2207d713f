"""What every environment shares. Each value that may differ comes from the environment."""

from django.utils.translation import gettext_lazy as _

from config.first_things import prepare
from config.settings.environment import ROOT_DIR, SITE_DIR, env, in_project
from config.settings.security import *  # noqa: F403

VAR_DIR = ROOT_DIR / "var"

# Here, for every program reads its settings before it sets Django up: server, worker, command, test.
prepare()

DEBUG = False
SECRET_KEY = env("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
# Addresses and networks whose X-Forwarded headers are believed.
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=["127.0.0.1", "::1"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "demo",
    "home",
    "search",
    "repair",
    "equipment",
    "workshops",
    "maillage.bookings",
    "maillage.batches",
    "maillage.figures",
    "maillage.outbox",
    "maillage.places",
    "maillage.web",
    "maillage.privacy",
    "accounts",
    "recurrence",
    "ninja",
    "wagtail_modeladmin",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.api.v2",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "rest_framework",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "config.middleware.TrustedProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.routing.OnlySiteMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "maillage.places.middleware.DiscreetAdminMiddleware",
    "config.sections.SectionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# Embedded by default: one file, no server. IMMEDIATE takes the write lock when a
# transaction begins, so a read-then-write cannot fail half-way; FULL survives a power cut.
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'maillage.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    if (name := str(DATABASES["default"]["NAME"])) != ":memory:" and not name.startswith("file:"):
        DATABASES["default"]["NAME"] = str(in_project(name))
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Opening a connection costs as much as two queries, on SQLite too.
DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://maillage")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
# Where the password of a private page leads when it was asked for from nowhere.
LOGIN_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French"))]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [SITE_DIR / "locale"]

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [SITE_DIR / "static"]
MEDIA_URL = "media/"
MEDIA_ROOT = in_project(env("MEDIA_ROOT", default="var/media"))
# The files that people send, or that tell of them: no web server shows this folder.
MAILLAGE_PRIVACY = {"PRIVATE_FILES": str(in_project(env("PRIVATE_FILES", default="var/private")))}
# A secret that asks the browsers of those who send a form for a second of work; without it, none is asked.
MAILLAGE_WEB = {"ALTCHA_KEY": env("ALTCHA_KEY", default="")}
# Whether the site itself serves uploaded files, where no proxy does.
SERVE_MEDIA = env.bool("SERVE_MEDIA", default=False)

# A registration form holds a few short fields; files travel through Wagtail's own views.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

WAGTAIL_SITE_NAME = env("SITE_NAME", default="Maillage")
WAGTAILADMIN_BASE_URL = env("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_I18N_ENABLED = False
# Says how many points a picture may have, and for which kind of file.
WAGTAILIMAGES_IMAGE_FORM_BASE = "maillage.web.image_forms.BoundedImageForm"
# No picture of a person is asked for at another site.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_USER_LOGIN_FORM = "accounts.forms.SignInForm"
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français")]

# One address, or one for each node, with the name and the password in them.
ELASTICSEARCH_URLS = env.list("ELASTICSEARCH_URL", default=[])
DATABASE_SEARCH = {"BACKEND": "search.listings"}
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASE_SEARCH["SEARCH_CONFIG"] = "maillage_french"
WAGTAILSEARCH_BACKENDS = {"default": DATABASE_SEARCH}
if ELASTICSEARCH_URLS:
    # The database comes first and stays up to date: it answers while Elasticsearch is away.
    WAGTAILSEARCH_BACKENDS = {
        "database": DATABASE_SEARCH,
        "default": {
            "BACKEND": "search.elasticsearch.backend.FrenchElasticsearchBackend",
            "URLS": ELASTICSEARCH_URLS,
            "INDEX_PREFIX": env("ELASTICSEARCH_INDEX_PREFIX", default="maillage_"),
            # The certificate of the authority that signed the nodes' own, when it is not a public one.
            "OPTIONS": {"ca_certs": path} if (path := env("ELASTICSEARCH_CA_CERTS", default="")) else {},
        },
    }

# What shows a moment later (a seat taken, a place renamed) is left to the worker when there is one.
WORKER_IS_ALIVE = "maillage.outbox.worker.worker_is_alive"
MAILLAGE_SEARCH = {"WORKER_IS_ALIVE": WORKER_IS_ALIVE}
# Files are imported by the worker too, by handfuls; without one, by the request that sends them.
MAILLAGE_BATCHES = {"WORKER_IS_ALIVE": WORKER_IS_ALIVE}

# A remote search engine may be slow or away: its indexing waits in the database for the worker,
# which tries again. The database's own search is indexed at once.
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend"
        if ELASTICSEARCH_URLS
        else "django_tasks.backends.immediate.ImmediateBackend"
    }
}

EMAIL_CONFIG = env.email("EMAIL_URL", default=f"filemail:///{VAR_DIR / 'mail'}")
vars().update(EMAIL_CONFIG)
if EMAIL_CONFIG["EMAIL_BACKEND"] == "django.core.mail.backends.filebased.EmailBackend":
    EMAIL_FILE_PATH = str(in_project(EMAIL_CONFIG["EMAIL_FILE_PATH"] or "var/mail"))
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=2)
# Text messages are off unless a backend is named; see docs/plugins/outbox.md.
MAILLAGE_OUTBOX = {
    "SMS_BACKEND": env("SMS_BACKEND", default=""),
    "SMS_HTTP": {
        "URL": env("SMS_HTTP_URL", default=""),
        "HEADERS": env.json("SMS_HTTP_HEADERS", default={}),
        "SENDER": env("SMS_HTTP_SENDER", default="Maillage"),
        "BODY": env.json(
            "SMS_HTTP_BODY", default={"recipient": "{to}", "content": "{text}", "sender": "{sender}"}
        ),
    },
}
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="ne-pas-repondre@maillage.example")

# Everything goes to the standard error, where the system that runs the site keeps it: the standard output
# of a command is its answer, which a script reads.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"personal_links": {"()": "config.logs.WithoutPersonalLinks"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["personal_links"],
            "stream": "ext://sys.stderr",
        }
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        # Django's own handlers would say the same twice, and write e-mails to administrators.
        "django": {"handlers": [], "propagate": True, "level": env("LOG_LEVEL", default="INFO")},
        # What `runserver` says of itself, in English, each time that a file changes.
        "django.utils.autoreload": {"level": "WARNING"},
        # A line for each request to Elasticsearch would bury all others.
        "elastic_transport": {"level": "WARNING"},
    },
}
