"""Django settings, read from the environment: LEYE_HOME, LEYE_DATABASE, LEYE_SECRET_FILE, LEYE_DEBUG, LEYE_HOSTS,
LEYE_ADDRESS.

Without any of them Leye runs on SQLite in ./var and listens to this machine only.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF

HOME = Path(os.environ.get("LEYE_HOME", "var")).resolve()
HOME.mkdir(parents=True, exist_ok=True)
UPLOADS = HOME / "uploads"
RETURNS = HOME / "returns"
FILMS = HOME / "films"
KEY_FILE = HOME / "keys.json"
ADDRESS = os.environ.get(
    "LEYE_ADDRESS", "http://127.0.0.1:8000"
)  # in links to people, where channels.json names none


def _secret_key() -> str:
    """The signing key from its file, made on first use and readable by the owner only."""
    path = Path(os.environ.get("LEYE_SECRET_FILE", HOME / "secret.txt"))
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        key = secrets.token_urlsafe(48)
        file.write(key)
    return key


def _database() -> dict[str, object]:
    """SQLite in LEYE_HOME, or the server that LEYE_DATABASE names (postgresql://user:pw@host:port/name)."""
    address = os.environ.get("LEYE_DATABASE", "")
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "leye.sqlite3",
            "CONN_MAX_AGE": 600,  # opening it reads the whole schema: 10 ms of each request
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000;"
                    "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON;"
                    "PRAGMA mmap_size=1073741824;"
                ),
            },
        }
    url = urlsplit(address)
    query = dict(part.split("=", 1) for part in url.query.split("&") if "=" in part)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(query.get("host", url.hostname or "")),
        "PORT": url.port or "",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "options": (
                "-c statement_timeout=60s -c lock_timeout=20s"
                " -c idle_in_transaction_session_timeout=120s"
            )
        },
    }


SECRET_KEY = _secret_key()
DEBUG = os.environ.get("LEYE_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("LEYE_HOSTS", "127.0.0.1,localhost").split(",")
HTTPS = os.environ.get("LEYE_HTTPS") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "leye.apps.audit",
    "leye.apps.places",
    "leye.apps.accounts",
    "leye.apps.passes",
    "leye.apps.people",
    "leye.apps.employers",
    "leye.apps.stations",
    "leye.apps.rosters",
    "leye.apps.vacancies",
    "leye.apps.matching",
    "leye.apps.comparisons",
    "leye.apps.training",
    "leye.apps.visits",
    "leye.apps.local_jobs",
    "leye.apps.pairing",
    "leye.apps.journeys",
    "leye.apps.messages",
    "leye.apps.subsidies",
    "leye.apps.duties",
    "leye.apps.reports",
    "leye.apps.boards",
    "leye.apps.stories",
    "leye.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "leye.web.guard.SessionLimits",
    "leye.web.guard.NoStore",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "leye.web.urls"
WSGI_APPLICATION = "leye.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "leye.web.guard.chrome",
            ],
            "builtins": ["leye.web.templatetags.leye"],
        },
    }
]
DATABASES = {"default": _database()}
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["leye.web.hashing.Argon2Small"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign_in"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
CSRF_FAILURE_VIEW = "leye.web.pages.errors.stale_form"
AXES_LOCKOUT_TEMPLATE = "sign_in_locked.html"
AXES_VERBOSE = False

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 2_000},
    },
    "cards": {  # of public vacancies, half a kilobyte each
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "cards",
        "TIMEOUT": 86_400,
        "OPTIONS": {"MAX_ENTRIES": 40_000},
    },
}
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG or os.environ.get("LEYE_TEST") == "1"
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
MEDIA_ROOT = UPLOADS
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

SESSION_COOKIE_AGE = 8 * 3600
SESSION_IDLE_SECONDS = 30 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
if HTTPS:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_HSTS_SECONDS = 31_536_000
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
