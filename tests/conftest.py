"""Both databases, one suite: PHRONESIS_TEST_DATABASE=sqlite (default) or postgres.

Keys and data lie in a temporary folder made before Django reads its settings. PostgreSQL is
looked for at PHRONESIS_TEST_POSTGRES (default 127.0.0.1:5432).
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

_FOLDER = Path(tempfile.mkdtemp(prefix="phronesis-tests-"))
os.environ["PHRONESIS_DATA"] = str(_FOLDER / "data")
os.environ["PHRONESIS_KEYS"] = str(_FOLDER / "keys")
(_FOLDER / "data").mkdir()
# Playwright leaves its loop running in this thread; Django would refuse every later test.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
KIND = os.environ.get("PHRONESIS_TEST_DATABASE", "sqlite")
if KIND == "postgres":
    os.environ["PHRONESIS_POSTGRES"] = os.environ.get(
        "PHRONESIS_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/"
    )
    os.environ["PHRONESIS_POSTGRES_PREFIX"] = f"phronesis_{os.getpid()}"

from phronesis.admission import keys  # noqa: E402 -- after the environment is set

keys.FOLDER = _FOLDER / "keys"
keys.make()

# Not in pytest's own settings: those would be read before the lines above, and a run meant for
# PostgreSQL would quietly test SQLite.
os.environ["DJANGO_SETTINGS_MODULE"] = "phronesis.site.settings"
import django  # noqa: E402
from django.conf import settings  # noqa: E402

assert settings.CONFIG.postgres or KIND == "sqlite"
django.setup()

PLANES = ["default", "commons", "ballot", "vault", "workbench"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every database test may use every plane: a plane left out would hide a leak."""
    for item in items:
        for mark in item.iter_markers("django_db"):
            mark.kwargs.setdefault("databases", PLANES)


def pytest_report_header() -> str:
    return f"databases: {settings.DATABASES['default']['ENGINE']}"


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    """A real Chromium for the tests of one file; its absence is a failure, not a skip.

    Not for the whole run: while it is open its event loop runs in this thread, and a later
    test could not start one of its own.
    """
    from playwright.sync_api import sync_playwright

    path = os.environ.get("PHRONESIS_TEST_CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield browser
        browser.close()
