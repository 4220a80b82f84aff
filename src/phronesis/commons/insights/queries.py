"""What can be asked about what a circle keeps. Two queries each: rows, then keys."""

import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from phronesis.commons.insights import texts
from phronesis.commons.insights.models import Insight, Restatement
from phronesis.vault.operations import open_many


@dataclass(frozen=True, slots=True)
class Draft:
    id: UUID
    gathering: UUID
    community: UUID
    number: int
    kind: str
    destination: str
    addressed_to: UUID | None
    state: str
    round: int
    text: texts.Text


@dataclass(frozen=True, slots=True)
class Kept:
    """An insight as members read it, with its lineage: format and month, no person."""

    id: UUID
    community: UUID
    kind: str
    format_id: str
    learned_in: date
    text: texts.Text


def restatements(gathering: UUID) -> list[Draft]:
    """All restatements of a gathering; those taken back are left out."""
    rows = list(Restatement.objects.filter(gathering=gathering))
    words = open_many({row.id: bytes(row.body) for row in rows})
    return [_draft(row, opened) for row in rows if (opened := words[row.id]) is not None]


def waiting_for_delivery() -> list[Draft]:
    """What went to a leader and has not been handed over yet."""
    rows = list(Restatement.objects.filter(state="went", destination="leader"))
    words = open_many({row.id: bytes(row.body) for row in rows})
    return [_draft(row, opened) for row in rows if (opened := words[row.id]) is not None]


def _draft(row: Restatement, words: str) -> Draft:
    return Draft(
        id=row.id,
        gathering=row.gathering,
        community=row.community,
        number=row.number,
        kind=row.kind,
        destination=row.destination,
        addressed_to=row.addressed_to,
        state=row.state,
        round=row.round,
        text=texts.from_dict(json.loads(words)),
    )


def insights_of(community: UUID) -> list[Kept]:
    """What this circle has learned, newest month first."""
    return _kept(list(Insight.objects.filter(community=community)))


def insight(community: UUID, insight_id: UUID) -> Kept | None:
    """One insight of this circle. "Not yours" and "not there" are the same None."""
    return next(iter(_kept(list(Insight.objects.filter(community=community, id=insight_id)))), None)


def _kept(rows: list[Insight]) -> list[Kept]:
    words = open_many({row.id: bytes(row.body) for row in rows})
    return [
        Kept(
            id=row.id,
            community=row.community,
            kind=row.kind,
            format_id=row.format_id,
            learned_in=row.learned_in,
            text=texts.from_dict(json.loads(opened)),
        )
        for row in rows
        if (opened := words[row.id]) is not None
    ]
