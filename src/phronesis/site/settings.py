"""Django's settings, read from the one configuration file."""

import os
from pathlib import Path

from phronesis.admission import keys as key_files
from phronesis.site import config as configuration
from phronesis.site import planes

BASE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("PHRONESIS_DATA", "data"))
_file = os.environ.get("PHRONESIS_CONFIG")
CONFIG = configuration.load(DATA, Path(_file) if _file else None)
assert CONFIG.keys is not None  # noqa: S101 -- load() fills it
KEY_FOLDER: Path = CONFIG.keys
key_files.FOLDER = KEY_FOLDER

SECRET_KEY = key_files.key("django").hex() if key_files.exist() else "not made yet" * 5
DEBUG = False
_host = CONFIG.address.split("://", 1)[-1].split("/")[0].rsplit(":", 1)[0]
ALLOWED_HOSTS = sorted({_host, "localhost", "127.0.0.1", "[::1]"})
HTTPS = CONFIG.address.startswith("https://")
CSRF_TRUSTED_ORIGINS = [CONFIG.address]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "phronesis.design",
    "phronesis.care",
    "phronesis.office.people",
    "phronesis.office.communities",
    "phronesis.office.calendar",
    "phronesis.office.commitments",
    "phronesis.vault",
    "phronesis.commons.voices",
    "phronesis.commons.rooms",
    "phronesis.commons.insights",
    "phronesis.ballot",
    "phronesis.release.letting_go",
    "phronesis.release.ledger",
    "phronesis.site",
]
MIDDLEWARE = [
    "phronesis.site.middleware.safe_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "phronesis.site.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "phronesis.site.middleware.now",
]
ROOT_URLCONF = "phronesis.site.urls"
ASGI_APPLICATION = "phronesis.site.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "phronesis.design.jinja.environment",
            "context_processors": ["phronesis.site.context.everywhere"],
        },
    },
    # django-allauth looks its own templates up through Django's language; we use none of them.
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

DATABASES = (
    planes.postgres_planes(CONFIG.postgres, CONFIG.postgres_prefix)
    if CONFIG.postgres
    else planes.sqlite_planes(DATA)
)
DATABASE_ROUTERS = ["phronesis.site.planes.PlaneRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "people:sign-in"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "phronesis.office.people.adapter.Adapter"
# Per account, never per address: a ward shares one address.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/key", "login": "30/m/key"}

# A session row would say when somebody was last here. The cookie is signed instead.
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
SESSION_COOKIE_NAME = "phronesis"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = False
CSRF_FAILURE_VIEW = "phronesis.site.problems.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
# Nothing goes to others. With "no-referrer" browsers send "Origin: null" with every form, and
# the check against forged forms refuses them all.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024

LANGUAGE_CODE = CONFIG.languages[0]
LANGUAGES = [
    (code, name)
    for code, name in (
        ("en", "English"),
        ("nb", "Norsk bokmål"),
        ("es", "Español"),
        ("fr", "Français"),
        ("ar", "العربية"),
    )
    if code in CONFIG.languages
]
LANGUAGE_COOKIE_NAME = "phronesis_language"
LOCALE_PATHS = [BASE / "site" / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

_mail_host, _, _mail_port = CONFIG.mail_server.partition(":")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if CONFIG.mail_server
    else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST, EMAIL_PORT = _mail_host, int(_mail_port or 25)
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = CONFIG.mail_user, CONFIG.mail_password
EMAIL_USE_TLS = bool(CONFIG.mail_server) and CONFIG.mail_security == "starttls"
EMAIL_USE_SSL = CONFIG.mail_security == "tls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = CONFIG.mail_from
ADMINS: list[tuple[str, str]] = []

# Logs hold no body, address or identifier: only what the server itself did.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "phronesis": {"level": "INFO"},
        "django.request": {"handlers": ["console"], "level": "CRITICAL", "propagate": False},
        "django.security": {"level": "CRITICAL"},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
