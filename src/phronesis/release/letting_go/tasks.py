"""What is due in letting go: keys ahead, sheets, results, deliveries, withdrawals."""

from datetime import datetime, timedelta

from phronesis.ballot.operations import keys
from phronesis.commons.rooms import operations as rooms
from phronesis.office.calendar import queries as schedule
from phronesis.office.calendar.models import LettingGo
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
    waiting = list(LettingGo.objects.filter(state="planned", opens_at__lte=at))
    for letting_go in waiting:
        rounds.begin(letting_go, at)
    return len(waiting)


def _end(at: datetime) -> int:
    waiting = list(LettingGo.objects.filter(state="open", closes_at__lte=at))
    for letting_go in waiting:
        rounds.end(letting_go, at)
    return len(waiting)
