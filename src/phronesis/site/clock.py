"""What time it is, asked in one place.

A demonstration or a rehearsal may run its clock ahead: the file `clock-offset` in its data
folder holds seconds. A real installation never reads that file.
"""

from datetime import UTC, datetime, timedelta

from django.conf import settings


def now() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC) + _offset()


def _offset() -> timedelta:
    if not settings.CONFIG.demonstration:
        return timedelta()
    try:
        return timedelta(seconds=float((settings.DATA / "clock-offset").read_text()))
    except (FileNotFoundError, ValueError):
        return timedelta()
