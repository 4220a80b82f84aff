"""What can be asked of the ballot plane: never who, never how many said what."""

from dataclasses import dataclass
from uuid import UUID

from phronesis.ballot.models import GatheringKeys, Receipt, Result, Sheet


def keys_of(gathering: UUID) -> GatheringKeys | None:
    return GatheringKeys.objects.filter(gathering=gathering).first()


def slips_given(gathering: UUID) -> int:
    keys = keys_of(gathering)
    return keys.slips_given if keys else 0


def latest_sheet(gathering: UUID) -> Sheet | None:
    return Sheet.objects.filter(gathering=gathering).order_by("-round").first()


def open_sheet_of(gathering: UUID) -> Sheet | None:
    return Sheet.objects.filter(gathering=gathering, state="open").first()


def was_void(gathering: UUID, round_: int) -> bool:
    """Whether nothing was opened in that round, so that the same words are asked once more."""
    return Sheet.objects.filter(gathering=gathering, round=round_, state="void").exists()


def sheet(hash_: str) -> Sheet | None:
    return Sheet.objects.filter(hash=hash_).first()


def receipts(hash_: str) -> list[str]:
    """Sorted, so that not even the order of the shuffled rows is told."""
    return sorted(Receipt.objects.filter(sheet=hash_).values_list("hash", flat=True))


@dataclass(frozen=True, slots=True)
class TextResult:
    text: UUID
    round: int
    outcome: str


def results_of(gathering: UUID) -> list[TextResult]:
    """The latest outcome of each text, in an order that says nothing."""
    latest: dict[UUID, TextResult] = {}
    for row in Result.objects.filter(gathering=gathering).order_by("round"):
        latest[row.text] = TextResult(row.text, row.round, row.outcome)
    return sorted(latest.values(), key=lambda result: result.text)


def results_in(gathering: UUID, round_: int) -> dict[UUID, str]:
    rows = Result.objects.filter(gathering=gathering, round=round_)
    return {row.text: row.outcome for row in rows}
