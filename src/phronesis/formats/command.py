"""What `phronesis formats list | check | show` answers, without printing anything.

Each function returns an `Answer`: the exit status (0 done, 1 something was found wrong, 2 wrong
input) and what to write, to standard output where the status is 0 and to standard error elsewhere.
"""

import json
from pathlib import Path
from typing import NamedTuple

from .loader import UnknownFormatError, all_formats, check, load
from .model import Format, Phase


class Answer(NamedTuple):
    """An exit status and the text that goes with it, without a newline at the end."""

    status: int
    text: str


def list_formats(*, as_json: bool = False) -> Answer:
    """Every format in its newest version: one object of the published shape, or one line each."""
    formats = all_formats()
    if as_json:
        return Answer(0, json.dumps([_summary(one) for one in formats], ensure_ascii=False))
    return Answer(0, "\n".join(_line(one) for one in formats))


def check_format(file: str, *, as_json: bool = False) -> Answer:
    """Everything wrong with a format file, one line each; status 2 where it cannot be opened."""
    try:
        problems = check(Path(file))
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        said = f"{file}: cannot be opened: {reason}. Name a format file (.yaml)."
        return Answer(2, json.dumps({"file": file, "error": said}) if as_json else said)
    status = 1 if problems else 0
    if as_json:
        listed = [
            {"line": one.line, "field": one.field, "message": one.message, "mend": one.mend}
            for one in problems
        ]
        return Answer(status, json.dumps({"file": file, "problems": listed}, ensure_ascii=False))
    return Answer(status, "\n".join(map(str, problems)) or f"{file}: this format can be used.")


def show_format(format_id: str, *, language: str = "en", as_json: bool = False) -> Answer:
    """One format as a facilitator would read it; status 2 where the library has none."""
    try:
        found = load(format_id)
    except UnknownFormatError as error:
        known = ", ".join(one.id for one in all_formats())
        return Answer(2, f"{error} It has: {known}.")
    if as_json:
        return Answer(0, json.dumps(_summary(found), ensure_ascii=False))
    return Answer(0, _page(found, language))


def _summary(found: Format) -> dict[str, object]:
    return {
        "id": found.id,
        "version": found.version,
        "title": found.title,
        "source": str(found.source),
        "people": {"min": found.people.min, "max": found.people.max},
        "minutes": found.minutes,
        "kind": found.kind,
        "phases": [_phase(phase) for phase in found.phases],
        "modes": list(found.modes),
        "languages": list(found.languages),
    }


def _phase(phase: Phase) -> dict[str, object]:
    return {
        "id": phase.id,
        "minutes": phase.minutes,
        "activity": phase.activity,
        "mode": phase.mode,
        "optional": phase.optional,
    }


def _people(found: Format) -> str:
    most = found.people.max
    return f"{found.people.min} to {most}" if most else f"{found.people.min} or more"


def _line(found: Format) -> str:
    return (
        f"{found.id}  {found.title}  ({found.source}; {found.minutes} min; "
        f"{_people(found)} people; {', '.join(found.languages)})"
    )


def _page(found: Format, language: str) -> str:
    words = found.text(language)
    head = [
        f"{words.title}  ({found.id}, version {found.version})",
        words.purpose,
        "",
        f"Source: {found.source}. {found.minutes} minutes, {_people(found)} people.",
        words.who,
        "",
    ]
    course: list[str] = []
    for phase in found.phases:
        course += [
            f"{phase.minutes:>4} min  {words[phase.id].title}  [{phase.activity}, {phase.mode}]",
            f"          {words[phase.id].prompt}",
        ]
    return "\n".join([*head, *course])
