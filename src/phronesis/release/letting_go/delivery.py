"""What went is delivered a week later, with everything else of that week.

A destination learns of a text at a weekly hour at least seven days after its sheet closed, so
that the day says nothing about the gathering, and never learns of what stayed.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from phronesis.ballot.models import Withdrawal
from phronesis.commons.insights import operations as keeping
from phronesis.commons.insights import queries as insights
from phronesis.office.calendar import queries as schedule
from phronesis.office.calendar.models import LettingGo
from phronesis.office.commitments import operations as commitments
from phronesis.release.ledger import operations as ledger
from phronesis.release.ledger.models import Entry

OFFICE = "default"
WAIT = timedelta(days=7)
MONDAY, HOUR = 0, 8


def delivery_after(closed: datetime, zone: str) -> datetime:
    """The first Monday 08:00, local, at least seven days after a sheet closed."""
    local = (closed + WAIT).astimezone(ZoneInfo(zone))
    monday = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    monday += timedelta(days=(MONDAY - local.weekday()) % 7)
    return monday if monday >= local else monday + timedelta(days=7)


def deliver_due(at: datetime) -> int:
    """Deliver every concern whose week has come; how many crossed now.

    What was asked back meanwhile has not been read by anybody, and is not.
    """
    waiting = insights.waiting_for_delivery()
    asked_back = set(
        Withdrawal.objects.filter(text__in=[draft.id for draft in waiting]).values_list(
            "text", flat=True
        )
    )
    due = [draft for draft in waiting if draft.id not in asked_back and _has_come(draft, at)]
    for draft in due:
        _deliver(draft, at)
    return len(due)


def _has_come(draft: insights.Draft, at: datetime) -> bool:
    facts = schedule.facts(draft.gathering)
    hours = LettingGo.objects.filter(gathering=draft.gathering, round=draft.round).first()
    if facts is None or hours is None:
        return False
    return at >= delivery_after(hours.closes_at, facts.zone)


def _deliver(draft: insights.Draft, at: datetime) -> None:
    """Idempotent by the text's id: run again after a crash, it finishes and repeats nothing."""
    if draft.addressed_to is None:  # it went to its circle, and is there
        return
    if draft.addressed_to is None:  # a constraint forbids it; nobody to hand it to
        return
    with transaction.atomic(using=OFFICE):  # a concern and its line in the ledger, or neither
        made = commitments.deliver(
            draft.id,
            community=draft.community,
            addressed_to=draft.addressed_to,
            sentence=draft.text.title,
            situation=draft.text.situation,
            carried_by=draft.text.carried_by,
            would_change=draft.text.would_change,
            at=at,
        )
        if made:
            ledger.record(
                "concern.delivered", subject=f"concern:{draft.id}", community=draft.community, at=at
            )
    keeping.mark_handed(draft.id)


REVIEWED = "withdrawals.reviewed"


def review_withdrawals(at: datetime) -> int:
    """Once a month, with the first tick of the month, take back what was asked back.

    The ledger says which months have been reviewed, so a server that was away on the first
    does it when it is back. What is asked back later waits for the next month: the day it
    goes says nothing about the day it was asked.
    """
    month = f"{at:%Y-%m}"
    if Entry.objects.filter(act=REVIEWED, subject=month).exists():
        return 0
    waiting = list(Withdrawal.objects.filter(done=False))
    for withdrawal in waiting:
        keeping.take_back(withdrawal.text)
        commitments.take_back(withdrawal.text, at=at)
        Withdrawal.objects.filter(pk=withdrawal.pk).update(done=True)
    ledger.record(REVIEWED, subject=month, at=at)
    return len(waiting)
