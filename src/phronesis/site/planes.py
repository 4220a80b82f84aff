"""Five databases, and which app lives in which.

No relation, join or model import crosses a plane: whoever holds one plane holds one side of
the truth. There is no fallback: an app without a plane is an error at start-up.
"""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

OFFICE, COMMONS, BALLOT, VAULT, WORKBENCH = "default", "commons", "ballot", "vault", "workbench"
# Keys before words, words before people: the order in which planes are migrated.
MIGRATION_ORDER = (VAULT, BALLOT, COMMONS, OFFICE, WORKBENCH)

PLANE_OF_APP = {
    "auth": OFFICE,
    "contenttypes": OFFICE,
    "account": OFFICE,
    "people": OFFICE,
    "communities": OFFICE,
    "calendar": OFFICE,
    "commitments": OFFICE,
    "ledger": OFFICE,
    "voices": COMMONS,
    "rooms": COMMONS,
    "insights": COMMONS,
    "ballot": BALLOT,
    "vault": VAULT,
}


class PlaneRouter:
    """Sends every model to the plane of its app, and lets no relation cross."""

    def db_for_read(self, model: Any, **_hints: Any) -> str:
        return PLANE_OF_APP[model._meta.app_label]

    db_for_write = db_for_read

    def allow_relation(self, one: Any, other: Any, **_hints: Any) -> bool:
        return PLANE_OF_APP[one._meta.app_label] == PLANE_OF_APP[other._meta.app_label]

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool:
        return PLANE_OF_APP[app_label] == db


SQLITE_START = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA foreign_keys=ON;"
    "PRAGMA secure_delete=ON;"
)


def sqlite_planes(data: Path) -> dict[str, dict[str, Any]]:
    """One file per plane. IMMEDIATE stands in for row locks, which SQLite does not have."""
    return {
        plane: {
            "ENGINE": "phronesis.site.sqlite",
            "NAME": str(data / f"{'office' if plane == OFFICE else plane}.sqlite3"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": SQLITE_START,
            },
        }
        for plane in (OFFICE, COMMONS, BALLOT, VAULT, WORKBENCH)
    }


def postgres_planes(address: str, prefix: str) -> dict[str, dict[str, Any]]:
    """One database per plane on one server; a role each where the operator made them."""
    parts = urlsplit(address)
    return {
        plane: {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": f"{prefix}_{'office' if plane == OFFICE else plane}",
            "HOST": parts.hostname or "127.0.0.1",
            "PORT": str(parts.port or 5432),
            "USER": unquote(parts.username or "postgres"),
            "PASSWORD": unquote(parts.password or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"application_name": "phronesis"},
        }
        for plane in (OFFICE, COMMONS, BALLOT, VAULT, WORKBENCH)
    }
