"""Building it: the founding years at once, then five weeks in which everything falls due."""

import heapq
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from phronesis.demo.hospital import phones, rounds
from phronesis.demo.hospital.founding import facilitators_of, found_all
from phronesis.demo.hospital.peopling import Cast, people_it
from phronesis.demo.hospital.reading import read
from phronesis.office.calendar import operations as calendar
from phronesis.office.calendar.rhythm import instant
from phronesis.office.communities.models import Community

Tick = Callable[[datetime], Mapping[str, int]]
BEFORE = timedelta(days=7)
MORNING, MIDNIGHT = time(8, 10), time(23, 59)


def build(at: datetime, *, pass_for: rounds.PassFor, tick: Tick) -> None:
    """Make everything that happened before `at`, in an empty installation.

    Parameters
    ----------
    pass_for
        The desk: (person, circle) to pass, or None.
    tick
        The house's own work: does what is due, and says of each task how much (-1: it failed).

    Raises
    ------
    StoryError
        When the house refuses something the story tells, or a task fails.
    """
    cast = people_it(at)
    circles = found_all(cast, at)
    told = read("rounds")
    longest = max(line["series"]["days"] for line in told)
    stories = [_tell(line, circles[line["circle"]], cast, at, pass_for) for line in told]
    _drive([_mornings(at, longest), *stories], tick, until=at)


def _tell(
    told: dict[str, Any],
    circle: Community,
    cast: Cast,
    at: datetime,
    pass_for: rounds.PassFor,
) -> Iterator[datetime]:
    """One circle's weeks: the series is set up, its rounds happen, the next one stands."""
    today = at.astimezone(ZoneInfo(circle.zone)).date()
    begins = at - timedelta(days=told["series"]["days"]) - BEFORE
    yield begins
    series = rounds.schedule_it(told, circle, today, begins)
    for number, past in enumerate(told["gatherings"]):
        gathering = series.gatherings.order_by("occurs_on")[number]
        one = rounds.Round(past, gathering, circle, cast, pass_for)
        yield from rounds.happen(one)
    if "next" in told:
        yield at - timedelta(hours=1)
        _prepare_next(told["next"], series.gatherings.get(occurs_on=today).pk, circle, today, at)


def _prepare_next(
    told: dict[str, Any], gathering: UUID, circle: Community, today: date, at: datetime
) -> None:
    """The one about to begin has a word for its code, and waits until it is started."""
    by, then = facilitators_of(circle)[0].pk, at - timedelta(days=1)
    calendar.name_code(gathering, told["code"], by=by, at=then)
    late = instant(today, MIDNIGHT, circle.zone)
    calendar.move(gathering, starts_at=max(late, at + timedelta(hours=1)), by=by, at=then)
    for words in told["carried"]:
        phones.carry(gathering, words)


def _mornings(at: datetime, days: int) -> Iterator[datetime]:
    """Every morning something may be due, also when nobody does anything."""
    zone = ZoneInfo("Europe/Dublin")
    for ago in range(days, -1, -1):
        day = (at - timedelta(days=ago)).astimezone(zone).date()
        yield instant(day, MORNING, zone.key)


def _drive(stories: list[Iterator[datetime]], tick: Tick, *, until: datetime) -> None:
    """Let all of them go on in the order of their moments; before each, what is due is done."""
    order = count()
    waiting = [(next(story), next(order), story) for story in stories]
    heapq.heapify(waiting)
    while waiting and waiting[0][0] <= until:
        moment, _number, story = heapq.heappop(waiting)
        _do_what_is_due(tick, moment)
        following = next(story, None)
        if following is not None:
            heapq.heappush(waiting, (following, next(order), story))
    _do_what_is_due(tick, until)


def _do_what_is_due(tick: Tick, at: datetime) -> None:
    failed = [name for name, done in tick(at).items() if done < 0]
    if failed:
        raise phones.StoryError(f"what was due at {at:%d %B %H:%M} failed: {', '.join(failed)}")
