"""A round of letting go, from the sheet that opens to the result that is shown.

Office knows when, commons knows the words, ballot knows the answers: this is the one place
that sees all three, and it pulls. Every step can be run again after a crash and finishes what
is left.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from phronesis.ballot import queries as ballot
from phronesis.ballot.counting import Outcome
from phronesis.ballot.operations import closing, sheets
from phronesis.commons.insights import operations as keeping
from phronesis.commons.insights import queries as insights
from phronesis.commons.rooms import queries as rooms
from phronesis.office.calendar import operations as calendar
from phronesis.office.calendar import queries as schedule
from phronesis.office.calendar.queries import Hours
from phronesis.office.people import queries as people

NOT_YET = ("draft", "back", "asked")
# None is added to a sheet later, and none opens late: whoever answers has the same days.
OPENS_WITHIN = timedelta(hours=24)


def begin(hours: Hours, at: datetime) -> bool:
    """Open the sheet where a text waits; whether one was opened.

    With fewer than four slips nothing is asked by phone, and with a lost sheet key nothing
    could be read: the texts stay with the circle, which can let go by cards.
    """
    if _is_open(hours) or at - hours.opens_at > OPENS_WITHIN:
        return False
    drafts = [d for d in insights.restatements(hours.gathering) if d.state in NOT_YET]
    if not drafts or closing.too_few(hours.gathering):
        return False
    facts = schedule.facts(hours.gathering)
    sheet = sheets.open_sheet(
        hours.gathering,
        hours.round,
        texts=list(_texts(drafts, facts.community_name if facts else "")),
        closes=hours.closes_at.isoformat(),
    )
    if sheet is not None:
        keeping.ask_about([draft.id for draft in drafts], round_=hours.round)
    return sheet is not None


def _is_open(hours: Hours) -> bool:
    """Its words are fixed in commons too; a crash between the two is made good."""
    sheet = ballot.latest_sheet(hours.gathering)
    if sheet is None or sheet.round != hours.round:
        return False
    keeping.ask_about([UUID(text) for text in sheet.texts], round_=hours.round)
    return True


def end(hours: Hours, at: datetime) -> None:
    """Open all answers together, write down what became of each text, plan what follows."""
    gathering = hours.gathering
    sheet = ballot.latest_sheet(gathering)
    if sheet is not None and sheet.round == hours.round:
        closing.close_sheet(sheet, code_hashes=rooms.code_hashes(gathering))
    results = ballot.results_in(gathering, hours.round)
    apply_results(gathering, results, at)
    if Outcome.AGAIN in results.values():
        calendar.open_next_round(gathering, at)
    elif Outcome.BACK not in results.values():
        closing.forget_keys(gathering)
    # Last: until this is written, all of the above is done again after a crash.
    calendar.settle(hours.id)


def apply_results(gathering: UUID, results: dict[UUID, str], at: datetime) -> None:
    """Tell each restatement what became of it. Idempotent."""
    facts = schedule.facts(gathering)
    for text, outcome in results.items():
        keeping.answer(text, outcome=outcome, format_id=facts.format_id if facts else "", at=at)


def _texts(drafts: Iterable[insights.Draft], community: str) -> Iterable[dict[str, Any]]:
    """What stands on the sheet: the words, and who would read them."""
    for draft in drafts:
        leader = people.named(draft.addressed_to) if draft.addressed_to else None
        yield {
            "id": str(draft.id),
            "kind": draft.kind,
            "to": draft.destination,
            "leader": {"name": leader.name, "role": leader.title} if leader else None,
            "from": community,
            **draft.text.as_dict(),
        }
