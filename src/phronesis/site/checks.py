"""What must be true before the first request: otherwise the server refuses to start."""

from collections.abc import Iterator

from django.conf import settings
from django.db import connections

from phronesis.admission import keys

SQLITE_MUST = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
POSTGRES_MUST = {
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": ("on", "remote_apply"),
    "data_sync_retry": "off",
}


def unsafe() -> Iterator[str]:
    """Each thing that makes this installation unsafe, as a sentence with its mend."""
    yield from _keys()
    for plane in settings.DATABASES:
        connection = connections[plane]
        settings_wrong = _sqlite if connection.vendor == "sqlite" else _postgres
        yield from settings_wrong(plane)


def _keys() -> Iterator[str]:
    for path in keys.missing():
        yield f"The key file {path} is missing. Put it back; without it words cannot be opened."
    if settings.KEY_FOLDER.exists() and settings.KEY_FOLDER.stat().st_mode & 0o077:
        yield f"Others on this machine may read {settings.KEY_FOLDER}. Run: chmod 700 on it."


def _sqlite(plane: str) -> Iterator[str]:
    with connections[plane].cursor() as cursor:
        for name, must in SQLITE_MUST.items():
            found = cursor.execute(f"PRAGMA {name}").fetchone()[0]
            if found != must:
                yield f"{plane}: SQLite runs with {name}={found}; it must be {must}."


def _postgres(plane: str) -> Iterator[str]:
    with connections[plane].cursor() as cursor:
        for name, must in POSTGRES_MUST.items():
            cursor.execute(f"SHOW {name}")
            row = cursor.fetchone()
            found = row[0] if row else ""
            if found not in (must if isinstance(must, tuple) else (must,)):
                yield f"{plane}: PostgreSQL runs with {name}={found}; it must be {must}."
