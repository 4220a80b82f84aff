"""What an act comes to, in the words of the room; the wire turns it into a status."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Outcome(StrEnum):
    """How an act ended."""

    DONE = "done"
    REPEATED = "repeated"
    DIFFERENT = "different"
    NOT_YOURS = "not-yours"
    NOT_NOW = "not-now"
    FULL = "full"
    ENDED = "ended"
    UNKNOWN = "unknown"
    NOT_STORED = "not-stored"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to one act. `seq` is the console's frame, or 0 for everything hidden.

    `hand` is the id of the hand that is up now; `reason` a message id where it was refused.
    """

    outcome: Outcome
    seq: int = 0
    hand: UUID | None = None
    reason: str = ""

    @property
    def taken(self) -> bool:
        return self.outcome in {Outcome.DONE, Outcome.REPEATED}
