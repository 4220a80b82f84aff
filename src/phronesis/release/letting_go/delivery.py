"""What went is delivered a week later, with everything else of that week.

A destination learns of a text at a weekly hour at least seven days after its sheet closed, so
that the day says nothing about the gathering, and never learns of what stayed.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from phronesis.ballot import queries as ballot
from phronesis.ballot.models import Withdrawal
from phronesis.commons.insights import operations as keeping
from phronesis.commons.insights import queries as insights
from phronesis.office.calendar import queries as schedule
from phronesis.office.calendar.models import LettingGo
from phronesis.office.commitments import operations as commitments
from phronesis.release.ledger import operations as ledger

WAIT = timedelta(days=7)
MONDAY, HOUR = 0, 8


def delivery_after(closed: datetime, zone: str) -> datetime:
    """The first Monday 08:00, local, at least seven days after a sheet closed."""
    local = (closed + WAIT).astimezone(ZoneInfo(zone))
    monday = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    monday += timedelta(days=(MONDAY - local.weekday()) % 7)
    return monday if monday >= local else monday + timedelta(days=7)


def deliver_due(at: datetime) -> int:
    """Deliver every concern whose week has come; how many crossed now."""
    crossed = 0
    for letting_go in LettingGo.objects.filter(state="closed", delivered=False):
        facts = schedule.facts(letting_go.gathering_id)
        if facts is None or at < delivery_after(letting_go.closes_at, facts.zone):
            continue
        crossed += _deliver(letting_go, at)
        LettingGo.objects.filter(pk=letting_go.pk).update(delivered=True)
    return crossed


def _deliver(letting_go: LettingGo, at: datetime) -> int:
    results = ballot.results_in(letting_go.gathering_id, letting_go.round)
    drafts = insights.restatements(letting_go.gathering_id)
    to_leaders = [
        draft
        for draft in drafts
        if results.get(draft.id) == "went" and draft.destination == "leader" and draft.addressed_to
    ]
    for draft in to_leaders:
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
    return len(to_leaders)


def review_withdrawals(at: datetime) -> int:
    """On the first day of a month, take back what was asked back; how many went."""
    if at.day != 1:
        return 0
    waiting = list(Withdrawal.objects.filter(done=False))
    for withdrawal in waiting:
        keeping.take_back(withdrawal.text)
        commitments.take_back(withdrawal.text, at=at)
        Withdrawal.objects.filter(pk=withdrawal.pk).update(done=True)
    return len(waiting)
