"""The record closes, and the hours of letting go begin and end.

Times live here, in office. What is asked, and what was answered, is in other planes and is
brought together by release alone.
"""

from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from phronesis.office.calendar import rules
from phronesis.office.calendar.models import Gathering, LettingGo
from phronesis.office.calendar.operations.letters import write_may_wait
from phronesis.office.calendar.rhythm import instant

OFFICE = "default"
MORNING = time(8)
DAYS = 3
State = LettingGo.State


def close_record(gathering: UUID, at: datetime) -> None:
    """Close the record of a gathering; its letting go opens the next morning.

    Closing again changes nothing. A gathering that was called off has no record to close.
    """
    with transaction.atomic(using=OFFICE):
        found = Gathering.objects.select_for_update().select_related("series").get(pk=gathering)
        if found.state != Gathering.State.PLANNED:
            return
        Gathering.objects.filter(pk=gathering).update(state=Gathering.State.CLOSED, closed_at=at)
        if found.series.letting_go:
            _plan_hours(found, 0, at)


def close_forgotten(at: datetime) -> int:
    """Close every record still open a day after its late voices have ended. How many."""
    over = Gathering.objects.filter(
        state=Gathering.State.PLANNED, ends_at__lte=at - rules.RECORD_STAYS_OPEN
    ).select_related("series")
    forgotten = [
        gathering.pk
        for gathering in over
        if gathering.ends_at
        + max(rules.RECORD_STAYS_OPEN, timedelta(hours=gathering.series.late_hours))
        <= at
    ]
    for gathering in forgotten:
        close_record(gathering, at)
    return len(forgotten)


def open_next_round(gathering: UUID, at: datetime) -> LettingGo:
    """Ask again, in other words, from the next morning on.

    Where the next round is planned already, after a crash, it is the one returned.

    Raises
    ------
    Refused
        If nothing was asked before, the answers are still sealed, or it was asked three times.
    """
    with transaction.atomic(using=OFFICE):
        found = Gathering.objects.select_for_update().get(pk=gathering)
        last = LettingGo.objects.filter(gathering=found).order_by("-round").first()
        if last and last.round and last.state == State.WAITING:
            return last
        rules.may_ask_again(last, at).require()
        assert last is not None  # noqa: S101 -- the rule refused otherwise
        return _plan_hours(found, last.round + 1, at)


def turn_hours(at: datetime) -> int:
    """Open and close letting go by the clock. How many changed.

    The letters are written in the transaction that opens it. Hours that passed while the
    server was away are given again, from the next morning: nobody could answer in them.
    """
    waiting = LettingGo.objects.filter(state=State.WAITING, opens_at__lte=at)
    turned = 0
    for row in waiting.values_list("pk", flat=True):
        with transaction.atomic(using=OFFICE):
            hours = LettingGo.objects.select_for_update().get(pk=row)
            _open(hours, at)
        turned += 1
    over = LettingGo.objects.filter(state=State.OPEN, closes_at__lte=at)
    return turned + over.update(state=State.CLOSED)


def settle(hours: UUID) -> None:
    """Release has written this round's result; it is not read as due again."""
    LettingGo.objects.filter(pk=hours).update(state=State.SETTLED)


def _open(hours: LettingGo, at: datetime) -> None:
    if hours.state != State.WAITING:
        return
    if hours.closes_at <= at:
        opens_at, closes_at = _hours_after(at, hours.gathering.zone)
        LettingGo.objects.filter(pk=hours.pk).update(opens_at=opens_at, closes_at=closes_at)
        return
    LettingGo.objects.filter(pk=hours.pk).update(state=State.OPEN)
    write_may_wait(hours)


def _plan_hours(gathering: Gathering, round_: int, at: datetime) -> LettingGo:
    opens_at, closes_at = _hours_after(at, gathering.zone)
    return LettingGo.objects.create(
        gathering=gathering, round=round_, opens_at=opens_at, closes_at=closes_at
    )


def _hours_after(at: datetime, zone: str) -> tuple[datetime, datetime]:
    """08:00 on the next local morning, and 08:00 three days later (72 hours, by the wall)."""
    today = at.astimezone(ZoneInfo(zone)).date()
    opens_on = today + timedelta(days=1)
    return (
        instant(opens_on, MORNING, zone),
        instant(opens_on + timedelta(days=DAYS), MORNING, zone),
    )
