"""A limit on guessing the six letters of an invitation. It counts no addresses.

Whoever mistypes is counted by her account, or in her own session; because a session's cookie
can be dropped, those without an account also share one bucket for the house. It holds enough
for a ward that mistypes together, and empties slowly enough that guessing one of a hundred
codes at full speed takes a week. Whoever is signed in is not held up by it, and an invitation
by mail never is. With several processes each has a bucket of its own.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any
from uuid import UUID

from django.http import HttpRequest

WRONG_AT_MOST, FOR = 8, timedelta(minutes=10)
HOUSE_AT_ONCE, HOUSE_PER_SECOND = 120, 0.25
KEPT_AS = "wrong-codes"


@dataclass(slots=True)
class Bucket:
    """Wrong codes; it empties by itself."""

    size: float
    per_second: float
    filled: float = 0.0
    at: datetime | None = None

    def is_full(self, at: datetime) -> bool:
        passed = max(0.0, (at - self.at).total_seconds()) if self.at else 0.0
        self.filled = max(0.0, self.filled - passed * self.per_second)
        self.at = at
        return self.filled + 1 > self.size

    def add(self, at: datetime) -> None:
        if not self.is_full(at):
            self.filled += 1


house = Bucket(HOUSE_AT_ONCE, HOUSE_PER_SECOND)
accounts: dict[UUID, Bucket] = {}
_lock = Lock()


def may_try(request: HttpRequest, at: datetime) -> bool:
    """Whether a code may be tried now. Asked before looking, so that a right one waits too."""
    with _lock:
        if _bucket(request).is_full(at):
            return False
    return request.user.is_authenticated or _wrong_here(request, at)[0] < WRONG_AT_MOST


def count_wrong(request: HttpRequest, at: datetime) -> None:
    """Remember that no invitation had these letters. The letters themselves are not kept."""
    with _lock:
        _bucket(request).add(at)
    if not request.user.is_authenticated:
        count, since = _wrong_here(request, at)
        request.session[KEPT_AS] = [count + 1, since]


def forget() -> None:
    """Begin from nothing, as a new process does."""
    accounts.clear()
    house.filled = 0.0


def _bucket(request: HttpRequest) -> Bucket:
    person = request.user.pk
    if person is None:
        return house
    fresh = Bucket(WRONG_AT_MOST, WRONG_AT_MOST / FOR.total_seconds())
    return accounts.setdefault(person, fresh)


def _wrong_here(request: HttpRequest, at: datetime) -> tuple[int, float]:
    """How many in this session since when (seconds of the epoch); none after ten minutes."""
    now = at.timestamp()
    kept: Any = request.session.get(KEPT_AS)
    if not kept or now - kept[1] >= FOR.total_seconds():
        return 0, now
    return int(kept[0]), float(kept[1])
