"""What the calendar tells a room about a code.

Site injects who answers, for rooms never read office.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from phronesis.admission.passes import GatheringFacts


@dataclass(frozen=True, slots=True)
class Ended:
    """The code belonged to a gathering that has ended; the days are local to the gathering."""

    ended_on: date
    next_on: date | None = None


FindGathering = Callable[[str], GatheringFacts | Ended | None]


def nobody_knows(_code: str) -> None:
    """Without a calendar only rooms that are open already can be found."""
