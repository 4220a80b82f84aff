"""The run sheet of one gathering: what a facilitator needs when no device works.

One PDF: the course with everything to say and to look for, the paper way of every activity,
letting go on paper, the ground rules for the table, and the cards to cut.
"""

import math
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from phronesis.formats.model import Format, Phase, PhaseText, Text

from .typesetting import typeset, words

WRITING_CARDS_ON_A_PAGE = 4
LETTING_GO_CARDS_ON_A_PAGE = 8


@dataclass(frozen=True)
class Occasion:
    """One gathering as it is printed. Texts are already in the reader's language and zone.

    `when` is the written day and time; `starts` the local wall time from which the phases are
    counted (None: the sheet shows minutes from the beginning). `care` holds the lines of whom
    to ring; where it is empty the sheet leaves room to write. `people` is how many are expected.
    """

    title: str
    circle: str
    when: str
    place: str
    code: str = ""
    starts: time | None = None
    facilitators: tuple[str, ...] = ()
    care: tuple[str, ...] = ()
    people: int = 12


def run_sheet(script: Format, occasion: Occasion, language: str) -> bytes:
    """The whole printed set as one PDF, in the given language or the format's nearest."""
    text = script.text(language)
    said = words(text.language)
    return typeset(
        "run_sheet.typ",
        {
            "language": text.language.split("-", maxsplit=1)[0],
            "words": said,
            "occasion": _occasion(occasion),
            "minutes": script.minutes,
            "format": _front(text),
            "phases": _phases(script, text, occasion.starts, said),
            "after": _after(script, text, said),
            "cards": _cards(text, occasion.people, said),
        },
    )


def _occasion(occasion: Occasion) -> dict[str, object]:
    return {
        "title": occasion.title,
        "circle": occasion.circle,
        "when": occasion.when,
        "place": occasion.place,
        "code": occasion.code,
        "facilitators": list(occasion.facilitators),
        "care": list(occasion.care),
    }


def _front(text: Text) -> dict[str, object]:
    return {
        "title": text.title,
        "purpose": text.purpose,
        "who": text.who,
        "preparation": list(text.preparation),
        "ground_rules": list(text.ground_rules),
        "cannot_protect": text.cannot_protect,
    }


def _phases(
    script: Format, text: Text, starts: time | None, said: dict[str, str]
) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    passed = 0
    for phase in script.phases:
        rows.append(
            _phase(phase, text[phase.id])
            | {
                "clock": _clock(starts, passed),
                "mode": said[phase.mode],
                "harm": [text.harm_question, text.harm_answer] if phase.asks_about_harm else [],
                "owner": [text.owner_question, text.owner_none]
                if phase.activity == "solution"
                else [],
            }
        )
        passed += phase.minutes
    return rows


def _phase(phase: Phase, said: PhaseText) -> dict[str, object]:
    return {
        "minutes": phase.minutes,
        "solves": phase.mode == "solution",
        "quiet": phase.silence,
        "title": said.title,
        "prompt": said.prompt,
        "note": said.note,
        "lines": list(said.lines),
        "cue": said.cue,
        "large_room": said.large_room,
        "paper": list(said.paper),
    }


def _clock(starts: time | None, passed: int) -> str:
    if starts is None:
        return f"{passed // 60}:{passed % 60:02d}"
    begin = datetime(2000, 1, 1, starts.hour, starts.minute)  # noqa: DTZ001 -- a wall clock
    return f"{begin + timedelta(minutes=passed):%H:%M}"


def _after(script: Format, text: Text, said: dict[str, str]) -> dict[str, object]:
    return {
        "questions": list(text.afterwards),
        "letting_go": text.letting_go,
        "on_paper": list(text.letting_go_on_paper),
        "destinations": list(text.destinations.values()),
        "checks": list(text.fidelity.values()),
        "every": said["check_every"].format(every=script.fidelity.every),
    }


def _cards(text: Text, people: int, said: dict[str, str]) -> dict[str, object]:
    def note(on_a_page: int) -> str:
        return said["cut"].format(times=math.ceil(people / on_a_page), people=people)

    cards = text.cards
    return {
        "writing": {
            "title": cards.writing.title,
            "lines": list(cards.writing.lines),
            "note": note(WRITING_CARDS_ON_A_PAGE),
        },
        "keep": {
            "title": cards.keep.title,
            "lines": list(cards.keep.lines),
            "note": said["cut_once"],
        },
        "letting_go": {
            "title": cards.letting_go.title,
            "lines": list(cards.letting_go.lines),
            "choices": list(cards.letting_go.choices),
            "note": note(LETTING_GO_CARDS_ON_A_PAGE),
        },
    }
