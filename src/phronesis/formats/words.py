"""Reads the words of a format: one block per language, complete or refused."""

from .model import Card, Cards, Phase, PhaseText, Text, frozen_map
from .nodes import Field

TEXT_FIELDS = (
    "title",
    "purpose",
    "who",
    "invitation",
    "preparation",
    "ground_rules",
    "cannot_protect",
    "phases",
    "afterwards",
    "letting_go",
    "letting_go_on_paper",
    "destinations",
    "fidelity",
    "cards",
)
PHASE_TEXT_FIELDS = ("title", "prompt", "note", "lines", "cue", "paper")


def read_text(
    place: Field,
    language: str,
    *,
    phases: tuple[Phase, ...],
    destinations: tuple[str, ...],
    checks: tuple[str, ...],
) -> Text:
    """One language block. Every phase, destination and self-check must have its words here."""
    block = place.section(TEXT_FIELDS, ("harm", "owner"))
    harm, owner = block["harm"], block["owner"]
    if harm.is_missing and any(phase.asks_about_harm for phase in phases):
        harm.wrong("a phase asks about harm, and the question is missing.", "Add `harm:`.")
    if owner.is_missing and any(phase.activity == "solution" for phase in phases):
        owner.wrong("a solution needs an owner or an explicit none.", "Add `owner:`.")
    harm_question, harm_answer = _pair(harm, "question", "if_yes")
    owner_question, owner_none = _pair(owner, "question", "none")
    return Text(
        language=language,
        title=block["title"].words(),
        purpose=block["purpose"].words(),
        who=block["who"].words(),
        invitation=block["invitation"].words(),
        preparation=block["preparation"].sentences(),
        ground_rules=block["ground_rules"].sentences(),
        cannot_protect=block["cannot_protect"].words(),
        phases=frozen_map(_phase_texts(block["phases"], phases)),
        harm_question=harm_question,
        harm_answer=harm_answer,
        owner_question=owner_question,
        owner_none=owner_none,
        afterwards=block["afterwards"].sentences(),
        letting_go=block["letting_go"].words(),
        letting_go_on_paper=block["letting_go_on_paper"].sentences(),
        destinations=frozen_map(_worded(block["destinations"], destinations)),
        fidelity=frozen_map(_worded(block["fidelity"], checks)),
        cards=_cards(block["cards"]),
    )


def _pair(place: Field, first: str, second: str) -> tuple[str, str]:
    if place.is_missing:
        return "", ""
    section = place.section((first, second))
    return section[first].words(), section[second].words()


def _phase_texts(place: Field, phases: tuple[Phase, ...]) -> dict[str, PhaseText]:
    if place.is_missing:
        return {}
    section = place.section([phase.id for phase in phases])
    return {phase.id: _phase_text(section[phase.id]) for phase in phases}


def _phase_text(place: Field) -> PhaseText:
    if place.is_missing:
        return PhaseText("", "", "", (), "", "", ())
    section = place.section(PHASE_TEXT_FIELDS, ("large_room",))
    return PhaseText(
        title=section["title"].words(),
        prompt=section["prompt"].words(),
        note=section["note"].words(),
        lines=section["lines"].sentences(),
        cue=section["cue"].words(),
        large_room=section["large_room"].words(),
        paper=section["paper"].sentences(),
    )


def _worded(place: Field, names: tuple[str, ...]) -> dict[str, str]:
    if place.is_missing:
        return {}
    section = place.section(names)
    return {name: section[name].words() for name in names}


def _cards(place: Field) -> Cards:
    section = place.section(("writing", "keep", "letting_go"))
    return Cards(
        writing=_card(section["writing"]),
        keep=_card(section["keep"]),
        letting_go=_card(section["letting_go"], with_choices=True),
    )


def _card(place: Field, *, with_choices: bool = False) -> Card:
    if place.is_missing:
        return Card("", (), ())
    required = ("title", "lines", "choices") if with_choices else ("title", "lines")
    section = place.section(required)
    choices = section["choices"].sentences(at_least=2) if with_choices else ()
    return Card(section["title"].words(), section["lines"].sentences(), choices)
