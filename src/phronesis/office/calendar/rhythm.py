"""When a series meets: from a rule in local wall time to instants.

What stays the same for people is the time on the wall clock, so a rule is kept in local time
with its IANA zone, and each occurrence finds its own instant. Where a clock change makes a
wall time impossible, it is read with the offset that held before (RFC 5545, 3.3.5): 02:30 in
the skipped hour becomes 03:30. Where a wall time happens twice, the first is meant.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

WEEK = timedelta(days=7)
LAST = -1


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Every `weeks` weeks from `first_on`, or each month's `nth` weekday of that kind.

    `nth`: 0 for a rhythm in weeks, 1 to 4, or `LAST`; the weekday is that of `first_on`.
    `times`: the wall times, taken in turn (14:15, 07:40, 14:15, …).
    """

    first_on: date
    times: tuple[time, ...]
    zone: str
    weeks: int = 1
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One meeting of a rhythm: its date by the rule, and its instant in UTC."""

    on: date
    starts_at: datetime


def occurrences(rhythm: Rhythm, *, after: datetime, until: datetime) -> Iterator[Occurrence]:
    """Every occurrence with `after` < start ≤ `until`, in order."""
    for number, day in enumerate(_days(rhythm)):
        wall = rhythm.times[number % len(rhythm.times)]
        starts_at = instant(day, wall, rhythm.zone)
        if starts_at > until:
            return
        if starts_at > after:
            yield Occurrence(on=day, starts_at=starts_at)


def instant(day: date, wall: time, zone: str) -> datetime:
    """The instant, in UTC, at which clocks in `zone` show `wall` on `day`."""
    return datetime.combine(day, wall, ZoneInfo(zone)).astimezone(UTC)


def nth_of(day: date) -> int:
    """Which of its kind this weekday is in its month; the fifth counts as the last."""
    nth = (day.day - 1) // 7 + 1
    return LAST if nth == 5 else nth  # noqa: PLR2004 -- no month has five of every weekday


def _days(rhythm: Rhythm) -> Iterator[date]:
    if not rhythm.nth:
        for number in count():
            yield rhythm.first_on + number * rhythm.weeks * WEEK
    for number in count():
        day = _nth_weekday(rhythm, number)
        if day >= rhythm.first_on:
            yield day


def _nth_weekday(rhythm: Rhythm, months_later: int) -> date:
    month = rhythm.first_on.month - 1 + months_later
    year, month = rhythm.first_on.year + month // 12, month % 12 + 1
    if rhythm.nth == LAST:
        end = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return end - timedelta(days=(end.weekday() - rhythm.first_on.weekday()) % 7)
    start = date(year, month, 1)
    ahead = (rhythm.first_on.weekday() - start.weekday()) % 7
    return start + timedelta(days=ahead) + (rhythm.nth - 1) * WEEK
