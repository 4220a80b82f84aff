"""What is due in letting go: keys ahead, sheets, results, deliveries, withdrawals."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TypeVar

from phronesis.ballot.operations import keys
from phronesis.commons.rooms import queries as rooms
from phronesis.commons.rooms.operations import carrying
from phronesis.office.calendar import operations as calendar
from phronesis.office.calendar import queries as schedule
from phronesis.release.letting_go import delivery, rounds

AHEAD = timedelta(days=15)
log = logging.getLogger("phronesis.letting_go")
T = TypeVar("T")


def due(at: datetime) -> int:
    """Everything whose time has come; how many things were done."""
    return (
        _close_records(at)
        + _prepare(at)
        + _begin(at)
        + _end(at)
        + delivery.deliver_due(at)
        + delivery.review_withdrawals(at)
    )


def _prepare(at: datetime) -> int:
    """Make the keys of gatherings that come: an invitation shows their fingerprint."""
    made = 0
    for gathering in schedule.beginning_between(at, at + AHEAD):
        made += keys.make_keys_if_missing(gathering.id)
        carrying.offer(gathering)
    return made


def _close_records(at: datetime) -> int:
    """A room that its facilitator closed closes the record in the calendar."""
    closed = rooms.closed_among(schedule.started(at))
    for gathering in closed:
        calendar.close_record(gathering, at)
    return len(closed)


def _begin(at: datetime) -> int:
    return _each(schedule.hours_open(at), lambda hours: rounds.begin(hours, at))


def _end(at: datetime) -> int:
    return _each(schedule.hours_ended(at), lambda hours: rounds.end(hours, at))


def _each(hours: Iterable[T], do: Callable[[T], bool | None]) -> int:
    """Each gathering by itself: what goes wrong in one circle holds up no other."""
    done = 0
    for one in hours:
        try:
            done += do(one) is not False
        except Exception as problem:
            # The type alone: a message could quote a value.
            log.error("letting go failed: %s", type(problem).__name__)  # noqa: TRY400
    return done
