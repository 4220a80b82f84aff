"""What is due in letting go: keys ahead, sheets, results, deliveries, withdrawals."""

from datetime import datetime, timedelta

from phronesis.ballot.operations import keys
from phronesis.commons.rooms import operations as rooms
from phronesis.office.calendar import queries as schedule
from phronesis.release.letting_go import delivery, rounds

AHEAD = timedelta(days=15)


def due(at: datetime) -> int:
    """Everything whose time has come; how many things were done."""
    return (
        _prepare(at)
        + _begin(at)
        + _end(at)
        + delivery.deliver_due(at)
        + delivery.review_withdrawals(at)
    )


def _prepare(at: datetime) -> int:
    """Make the keys of gatherings that come: an invitation shows their fingerprint."""
    made = 0
    for gathering in schedule.beginning_between(at, at + AHEAD):
        made += keys.make_keys_if_missing(gathering)
        rooms.prepare(gathering)
    return made


def _begin(at: datetime) -> int:
    return sum(rounds.begin(hours, at) for hours in schedule.hours_open(at))


def _end(at: datetime) -> int:
    ended = schedule.hours_ended(at)
    for hours in ended:
        rounds.end(hours, at)
    return len(ended)
