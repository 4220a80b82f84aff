"""The house's settings with the doors of `room_urls`: pages of a room without an office."""

from phronesis.site.settings import *  # noqa: F403

ROOT_URLCONF = "tests.journeys.room_urls"
