"""A time zone as other calendars must read it (RFC 5545, 3.6.5).

Written here because the onset of summer time has to stand in the local time before the change
(3.6.5, DTSTART and TZOFFSETFROM), which the library's own conversion gets wrong by the hour
that is skipped.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

STEP = timedelta(days=1)


@cache
def time_zone(name: str, first: int, last: int) -> Timezone:
    """VTIMEZONE of an IANA zone, with every change from year `first` to year `last`.

    One observance per change: no recurrence rule that a later law would make untrue.
    """
    zone = ZoneInfo(name)
    component = Timezone()
    component.add("tzid", name)
    start = datetime(first, 1, 1, tzinfo=UTC)
    component.add_component(_observance(zone, start, start))
    for moment in _changes(zone, start, datetime(last + 1, 1, 1, tzinfo=UTC)):
        component.add_component(_observance(zone, moment - timedelta(seconds=1), moment))
    return component


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The instants, in UTC, from which another offset holds."""
    moment = start
    while moment < end:
        if _offset(zone, moment) != _offset(zone, moment + STEP):
            yield _bisect(zone, moment, moment + STEP)
        moment += STEP


def _bisect(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        if _offset(zone, middle) == _offset(zone, before):
            before = middle
        else:
            after = middle
    return after


def _observance(zone: ZoneInfo, before: datetime, onset: datetime) -> TimezoneStandard:
    there = onset.astimezone(zone)
    offset_before = _offset(zone, before)
    part = TimezoneDaylight() if there.dst() else TimezoneStandard()
    part.add("dtstart", onset.replace(tzinfo=None) + offset_before)
    part.add("tzoffsetfrom", offset_before)
    part.add("tzoffsetto", _offset(zone, onset))
    part.add("tzname", there.tzname() or "")
    return part


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
