"""The house's settings, with addresses under `/test/` for what days would do."""

from phronesis.site.settings import *  # noqa: F403

ROOT_URLCONF = "tests.journeys.let_go_urls"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
