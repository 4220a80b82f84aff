"""From a YAML file to a `Format`, or to the list of everything that must be mended.

Several versions of one id may stand side by side in the library: a gathering names the version
it was planned with, so an older file is kept as long as a record may refer to it.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from .model import (
    ACTIVITIES,
    COMPETENCES,
    COMPOSITIONS,
    DESTINATIONS,
    INTAKES,
    KINDS_OF_CIRCLE,
    MODES,
    OUTPUTS,
    PAPERS,
    ROLES,
    WAYS_TO_MEET,
    After,
    Before,
    Facilitation,
    Fidelity,
    Format,
    People,
    Phase,
    Source,
    frozen_map,
)
from .nodes import LARGEST_FILE, Field, Section, read_tree
from .problems import Findings, FormatError, Problem
from .words import read_text

LIBRARY = Path(__file__).parent / "library"
FIELDS = (
    "id",
    "version",
    "title",
    "purpose",
    "source",
    "kind",
    "people",
    "rhythm",
    "length",
    "modes",
    "before",
    "phases",
    "after",
    "fidelity",
    "text",
)
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
RULE_PART = re.compile(r"(FREQ|INTERVAL|BYDAY|BYMONTHDAY|BYSETPOS|BYMONTH)=[A-Z0-9,+-]+")
FREQUENCY = re.compile(r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;|$)")


class UnknownFormatError(LookupError):
    """No format of this id, or not in this version, is in the library."""


def load(format_id: str, version: int | None = None) -> Format:
    """The format of this id: the newest version, or the one asked for.

    Raises UnknownFormatError where the library has none, FormatError where a file is broken.
    """
    shelf = _shelf()
    versions = sorted(number for name, number in shelf if name == format_id)
    wanted = version if version is not None else (versions[-1] if versions else 0)
    if (format_id, wanted) not in shelf:
        said = f"{format_id}, version {version}" if version is not None else format_id
        raise UnknownFormatError(f"There is no format {said} in the library.")
    return shelf[format_id, wanted]


def all_formats() -> tuple[Format, ...]:
    """The newest version of every format in the library, by id."""
    return tuple(load(name) for name in sorted({name for name, _ in _shelf()}))


def check(path: Path | str) -> list[Problem]:
    """Everything wrong with this file, in the order of its lines; empty where it may be used.

    Raises OSError where the file cannot be opened.
    """
    findings = Findings(str(path))
    written = _decoded(Path(path), findings)
    if written is not None:
        _read(written, findings)
    return findings.in_order()


def parse(written: str, name: str = "format") -> Format:
    """A format from its text, such as a community's own copy. Raises FormatError."""
    findings = Findings(name)
    found = _read(written, findings)
    if found is None or findings.found:
        raise FormatError(findings.in_order())
    return found


def on_shelf(paths: Iterable[Path]) -> dict[tuple[str, int], Format]:
    """These files by id and version. Raises FormatError where one is broken or comes twice."""
    shelf: dict[tuple[str, int], Format] = {}
    for path in paths:
        found = parse(path.read_text(encoding="utf-8"), path.name)
        if (found.id, found.version) in shelf:
            reason = "this id and version are in another file too."
            raise FormatError([Problem(path.name, 1, "version", reason, "Count the version on.")])
        shelf[found.id, found.version] = found
    return shelf


@cache
def _shelf() -> dict[tuple[str, int], Format]:
    return on_shelf(sorted(LIBRARY.glob("*.yaml")))


def _decoded(path: Path, findings: Findings) -> str | None:
    raw = path.read_bytes()
    if len(raw) > LARGEST_FILE:
        findings.add(1, "file", "this is too large for a format.", "Keep it under 256 KB.")
        return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        findings.add(line, "file", "this is not UTF-8.", "Save the file as UTF-8.")
        return None


def _read(written: str, findings: Findings) -> Format | None:
    root = read_tree(written, findings)
    if root is None:
        return None
    top = root.section(FIELDS)
    phases = _phases(top["phases"])
    minutes = top["length"].whole(1, 1440)
    after = _after(top["after"])
    fidelity = _fidelity(top["fidelity"])
    _check_course(top, phases, minutes)
    found = Format(
        id=top["id"].slug(),
        version=top["version"].whole(1, 9999),
        title=top["title"].words(),
        purpose=top["purpose"].words(),
        source=_source(top["source"]),
        kind=top["kind"].slug(),
        people=_people(top["people"]),
        rhythm=_rhythm(top["rhythm"]),
        minutes=minutes,
        modes=top["modes"].choices(WAYS_TO_MEET),
        before=_before(top["before"]),
        phases=phases,
        after=after,
        fidelity=fidelity,
        texts=frozen_map(
            {
                language: read_text(
                    block,
                    language,
                    phases=phases,
                    destinations=after.destinations,
                    checks=fidelity.items,
                )
                for language, block in _languages(top["text"]).items()
            }
        ),
    )
    return None if findings.found else found


def _source(place: Field) -> Source:
    section = place.section(("paper", "requirement"), ("lines",))
    return Source(
        paper=section["paper"].choice(PAPERS),
        lines=section["lines"].words(),
        requirement=section["requirement"].words(),
    )


def _people(place: Field) -> People:
    section = place.section(
        (
            "min",
            "composition",
            "drop_in",
            "roles",
            "facilitators",
            "facilitator_competences",
            "kinds_of_circle",
        ),
        ("max",),
    )
    fewest = section["min"].whole(1, 100_000)
    most = None if section["max"].is_missing else section["max"].whole(1, 100_000)
    if most is not None and most < fewest:
        section["max"].wrong("fewer may come than must.", "Write a number of at least `min`.")
    return People(
        min=fewest,
        max=most,
        composition=section["composition"].choice(COMPOSITIONS),
        drop_in=section["drop_in"].flag(),
        roles=section["roles"].choices(ROLES),
        facilitation=_facilitation(section["facilitators"]),
        facilitator_competences=section["facilitator_competences"].choices(COMPETENCES),
        kinds_of_circle=section["kinds_of_circle"].choices(KINDS_OF_CIRCLE),
    )


def _facilitation(place: Field) -> tuple[Facilitation, ...]:
    steps: list[Facilitation] = []
    for item in place.items():
        section = item.section(("people", "needed"))
        step = Facilitation(section["people"].whole(1, 100_000), section["needed"].whole(1, 50))
        if steps and step.people <= steps[-1].people:
            section["people"].wrong("the steps do not rise.", "Order them from few people to many.")
        steps.append(step)
    return tuple(steps)


def _before(place: Field) -> Before:
    section = place.section(("intake", "preparation_minutes"))
    return Before(section["intake"].choice(INTAKES), section["preparation_minutes"].whole(0, 600))


def _rhythm(place: Field) -> str:
    """A recurrence rule (RFC 5545, section 3.3.10) without an end: the calendar decides that."""
    rule = place.words()
    parts = rule.split(";")
    if rule and not (FREQUENCY.match(rule) and all(RULE_PART.fullmatch(part) for part in parts)):
        place.wrong("this is not a rhythm.", "Write a rule such as FREQ=WEEKLY;BYDAY=TH.")
    return rule


def _phases(place: Field) -> tuple[Phase, ...]:
    phases: list[Phase] = []
    for item in place.items():
        section = item.section(
            ("id", "minutes", "activity", "mode", "level"),
            ("silence", "optional", "asks_about_harm"),
        )
        phase = Phase(
            id=section["id"].slug(),
            minutes=section["minutes"].whole(1, 600),
            activity=section["activity"].choice(ACTIVITIES),
            mode=section["mode"].choice(MODES),
            level=section["level"].whole(1, 4),
            silence=section["silence"].flag(),
            optional=section["optional"].flag(),
            asks_about_harm=section["asks_about_harm"].flag(),
        )
        if phase.id in {earlier.id for earlier in phases}:
            section["id"].wrong("another phase has this id.", "Give each phase its own.")
        _check_mode(section, phase)
        phases.append(phase)
    return tuple(phases)


def _check_mode(section: Section, phase: Phase) -> None:
    """A solution is never asked for in a dialogue, nor the other way round."""
    if phase.mode and (phase.activity == "solution") != (phase.mode == "solution"):
        section["mode"].wrong(
            "looking for a solution is a mode of its own.",
            "Give the activity solution the mode solution, and no other activity.",
        )


def _check_course(top: Section, phases: tuple[Phase, ...], minutes: int) -> None:
    if not phases:
        return
    spent = sum(phase.minutes for phase in phases)
    if spent != minutes:
        top["length"].wrong(
            f"the phases take {spent} minutes, not {minutes}.",
            "Change this length or the minutes of a phase.",
        )
    course = [phase.activity for phase in phases]
    if course[0] != "arrive" or course[-1] != "close":
        top["phases"].wrong(
            "a gathering begins with arrive and ends with close.",
            "Put a phase with that activity first, or last.",
        )


def _after(place: Field) -> After:
    section = place.section(
        ("outputs", "restatements", "letting_go_hours", "destinations"), ("measures",)
    )
    measures = section["measures"]
    return After(
        outputs=section["outputs"].choice(OUTPUTS),
        restatements=section["restatements"].whole(0, 3),
        letting_go_hours=section["letting_go_hours"].whole(24, 168),
        destinations=section["destinations"].choices(DESTINATIONS),
        measures=() if measures.is_missing else measures.sentences(at_least=0),
    )


def _fidelity(place: Field) -> Fidelity:
    section = place.section(("every", "items"))
    items = tuple(item.slug() for item in section["items"].items())
    if len(set(items)) < len(items):
        section["items"].wrong("an item is written twice.", "Keep one of the two.")
    return Fidelity(section["every"].whole(1, 100), items)


def _languages(place: Field) -> dict[str, Field]:
    blocks = place.entries()
    for language, block in blocks.items():
        if not LANGUAGE.fullmatch(language):
            block.wrong("this is not a language.", "Use a code such as en, nb or es.")
        if block.is_missing:
            block.wrong("this language has no words.", "Write them, or take the language away.")
    if not blocks and not place.is_missing:
        place.wrong("no language is here.", "Add a block such as `en:`.")
    return blocks
