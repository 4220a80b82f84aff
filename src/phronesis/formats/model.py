"""What a format is: the script of a gathering, as frozen values.

A format says who may come, how long each phase lasts and what is done in it, what a
facilitator must be able to do, and what happens afterwards. Every sentence shown to people
stands in its `Text`, once per language. Nothing here knows Django, a database or a clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

T = TypeVar("T")

ACTIVITIES = ("arrive", "silent-writing", "round", "dialogue", "solution", "keep", "close")
MODES = ("opening", "dialogue", "solution", "closing")
COMPETENCES = ("group-process", "emotional-care", "ethics", "moral-resilience")
ROLES = ("facilitator", "co-facilitator", "scribe", "supporter")
COMPOSITIONS = ("many-professions", "one-profession", "any")
KINDS_OF_CIRCLE = ("peers", "all-ranks", "leaders")
WAYS_TO_MEET = ("on-site", "video", "hybrid", "over-days")
INTAKES = ("none", "case-form")
OUTPUTS = ("required", "optional", "none")
DESTINATIONS = ("circle", "leader", "library", "network", "research")
PAPERS = ("A", "B", "C", "D", "own")


@dataclass(frozen=True)
class Source:
    """Where the format comes from: one of the four papers (A to D), or our own wording."""

    paper: str
    lines: str
    requirement: str

    def __str__(self) -> str:
        return " ".join(part for part in (self.requirement, self.paper, self.lines) if part)


@dataclass(frozen=True)
class Facilitation:
    """From `people` people on, `needed` facilitators hold the room."""

    people: int
    needed: int


@dataclass(frozen=True)
class People:
    """Who may come and who must hold the room. `max` is None where the format sets no limit."""

    min: int
    max: int | None
    composition: str
    drop_in: bool
    roles: tuple[str, ...]
    facilitation: tuple[Facilitation, ...]
    facilitator_competences: tuple[str, ...]
    kinds_of_circle: tuple[str, ...]

    def facilitators_for(self, people: int) -> int:
        """How many facilitators a room of so many people needs; at least the first line's."""
        steps = [step.needed for step in self.facilitation if step.people <= people]
        return steps[-1] if steps else self.facilitation[0].needed


@dataclass(frozen=True)
class Before:
    """What is asked ahead of the gathering: a case form or nothing, and time to prepare."""

    intake: str
    preparation_minutes: int


@dataclass(frozen=True)
class Phase:
    """One step of the gathering.

    `level` is how a contribution in this phase is shown (1 under one's name … 4 *someone*).
    `asks_about_harm`: before a concern is drafted here, the room is asked whether somebody
    could be harmed before Monday.
    """

    id: str
    minutes: int
    activity: str
    mode: str
    level: int
    silence: bool
    optional: bool
    asks_about_harm: bool


@dataclass(frozen=True)
class After:
    """What the gathering may leave behind, and how long its people decide about it (hours)."""

    outputs: str
    restatements: int
    letting_go_hours: int
    destinations: tuple[str, ...]
    measures: tuple[str, ...]


@dataclass(frozen=True)
class Fidelity:
    """The facilitator's short self-check: asked every `every`-th gathering."""

    every: int
    items: tuple[str, ...]


@dataclass(frozen=True)
class PhaseText:
    """The words of one phase in one language.

    `title`, `prompt` and `note` are shown to everybody (`note` is the quiet line in the margin);
    `lines` are said by the facilitator, `cue` tells her what to look for, `large_room` what
    changes with many people (may be empty), and `paper` how it is done without any device.
    """

    title: str
    prompt: str
    note: str
    lines: tuple[str, ...]
    cue: str
    large_room: str
    paper: tuple[str, ...]


@dataclass(frozen=True)
class Card:
    """A card to cut from the printed sheet: a heading, lines beneath it, boxes to tick."""

    title: str
    lines: tuple[str, ...]
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Cards:
    """The three cards of the paper way."""

    writing: Card
    keep: Card
    letting_go: Card


@dataclass(frozen=True)
class Text:
    """All words of a format in one language. `text["round"]` is the text of that phase."""

    language: str
    title: str
    purpose: str
    who: str
    invitation: str
    preparation: tuple[str, ...]
    ground_rules: tuple[str, ...]
    cannot_protect: str
    phases: Mapping[str, PhaseText]
    harm_question: str
    harm_answer: str
    owner_question: str
    owner_none: str
    afterwards: tuple[str, ...]
    letting_go: str
    letting_go_on_paper: tuple[str, ...]
    destinations: Mapping[str, str]
    fidelity: Mapping[str, str]
    cards: Cards

    def __getitem__(self, phase: str) -> PhaseText:
        return self.phases[phase]


@dataclass(frozen=True)
class Format:
    """A script that a facilitator can run; `id` and `version` together name it for good."""

    id: str
    version: int
    title: str
    purpose: str
    source: Source
    kind: str
    people: People
    rhythm: str
    minutes: int
    modes: tuple[str, ...]
    before: Before
    phases: tuple[Phase, ...]
    after: After
    fidelity: Fidelity
    texts: Mapping[str, Text]

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.texts)

    def text(self, language: str) -> Text:
        """The words in this language, else in its base language, else in the format's first."""
        base = language.replace("_", "-").split("-", maxsplit=1)[0].lower()
        for wanted in (language, base, "nb" if base in {"no", "nn"} else base):
            if wanted in self.texts:
                return self.texts[wanted]
        return next(iter(self.texts.values()))

    def phase(self, phase_id: str) -> Phase:
        """The phase with this id. Raises KeyError where the format has none."""
        for phase in self.phases:
            if phase.id == phase_id:
                return phase
        raise KeyError(phase_id)


def frozen_map(pairs: dict[str, T]) -> Mapping[str, T]:
    """A mapping that nobody can change, in the order it was written."""
    return MappingProxyType(pairs)
