"""What the pages of a room are told beside the facts of their gathering.

Commons cannot read office, so whoever opens one of these pages hands over what it may know:
plain values, made by the door that asked the rules.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from phronesis.admission.passes import GatheringFacts
from phronesis.formats import Format, Phase, PhaseText, Text


@dataclass(frozen=True, slots=True)
class Later:
    """A gathering still to come, to which a kept text may be carried.

    `weekday` and `in_words` are already in the reader's language ("Thursday", "in two days");
    `who_reads` is the audience sentence; `until` is when it begins.
    """

    gathering: UUID
    title: str
    weekday: str
    in_words: str
    who_reads: str
    until: datetime

    def as_json(self) -> dict[str, str]:
        """As the page of the night reads it, from a room or from `/write/circles.json`."""
        return {
            "gathering": str(self.gathering),
            "title": self.title,
            "weekday": self.weekday,
            "in_words": self.in_words,
            "who_reads": self.who_reads,
            "until": self.until.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a gathering on its pages; everything may be missing.

    `lead` is the line under the title on the way in, `holders` the facilitators' first names,
    `later` the circle's next gathering, `late_until` the end of late voices, `afterwards` the
    facilitator's page after closing, `fingerprint` the name of the gathering's keys, whole.
    """

    lead: str = ""
    holders: tuple[str, ...] = ()
    has_ballot: bool = True
    later: Later | None = None
    late_until: datetime | None = None
    next_on: date | None = None
    afterwards: str = ""
    fingerprint: str = ""


NOTHING_AROUND = Around()


@dataclass(frozen=True, slots=True)
class Step:
    """One phase with its words, as a page shows it."""

    index: int
    phase: Phase
    text: PhaseText

    @property
    def id(self) -> str:
        return self.phase.id

    @property
    def activity(self) -> str:
        return self.phase.activity

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "activity": self.activity,
            "title": self.text.title,
            "minutes": self.phase.minutes,
        }


def steps(script: Format, text: Text) -> list[Step]:
    """The phases of a format in their order, each with its words in one language."""
    return [Step(n, phase, text[phase.id]) for n, phase in enumerate(script.phases)]


def first_asks_at(facts: GatheringFacts, script: Format) -> datetime | None:
    """When the first silent writing begins, as planned; None where nothing is written."""
    before = 0
    for phase in script.phases:
        if phase.activity == "silent-writing":
            return facts.starts_at + timedelta(minutes=before)
        before += phase.minutes
    return None
