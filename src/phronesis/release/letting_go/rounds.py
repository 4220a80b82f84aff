"""A round of letting go, from the sheet that opens to the result that is shown.

Office knows when, commons knows the words, ballot knows the answers: this is the one place
that sees all three, and it pulls. Every step can be run again after a crash and finishes what
is left.
"""

from collections.abc import Iterable
from datetime import datetime
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
from phronesis.office.calendar.models import LettingGo
from phronesis.office.people import queries as people

NOT_YET = ("draft", "back", "asked")


def begin(letting_go: LettingGo, at: datetime) -> None:
    """Open the sheet, or note that nothing waits. Fewer than four slips: nothing is asked."""
    drafts = [d for d in insights.restatements(letting_go.gathering_id) if d.state in NOT_YET]
    if not drafts or closing.too_few(letting_go.gathering_id):
        calendar.mark_letting_go(letting_go, "nothing", at=at)
        return
    facts = schedule.facts(letting_go.gathering_id)
    sheet = sheets.open_sheet(
        letting_go.gathering_id,
        letting_go.round,
        texts=list(_texts(drafts, facts.community_name if facts else "")),
        closes=letting_go.closes_at.isoformat(),
    )
    if sheet is None:  # the sheet key was lost: nothing can be read, so nothing is asked
        calendar.mark_letting_go(letting_go, "void", at=at)
        return
    keeping.ask_about([draft.id for draft in drafts], round_=letting_go.round)
    calendar.mark_letting_go(letting_go, "open", at=at)


def end(letting_go: LettingGo, at: datetime) -> None:
    """Open all answers together, write down what became of each text, plan what follows."""
    gathering = letting_go.gathering_id
    sheet = ballot.latest_sheet(gathering)
    if sheet is not None and sheet.round == letting_go.round:
        closing.close_sheet(sheet, code_hashes=rooms.code_hashes(gathering))
    results = ballot.results_in(gathering, letting_go.round)
    apply_results(gathering, results, at)
    calendar.mark_letting_go(letting_go, "closed", at=at)
    again = {Outcome.BACK, Outcome.AGAIN} & set(results.values())
    if again:
        calendar.open_next_round(gathering, at)
    else:
        closing.forget_keys(gathering)


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
