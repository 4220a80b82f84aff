"""The promises we make, and the tests that attack them (`promises.yaml` at the top of the tree).

A sentence is shown only while every test it names exists and it carries the last measured
result of the attack. An unmeasured promise is no promise.

Each entry:

    id: words-at-rest                  a short name, unique
    text: "What you write …"           one sentence a twelve-year-old can read
    holds_for: [A, B, C]               the assurance levels it is true for
    tests: ["tests/attacks/test_x.py::test_y"]
    measured: {attack: "…", rate: 0.01, chance: 0.0, n: 200, date: 2026-11-22}
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

TOP = Path(__file__).resolve().parents[3]
FILE = TOP / "promises.yaml"
LEVELS = ("A", "B", "C")


class PromiseError(Exception):
    """An entry of the file cannot be read; the message names it."""


@dataclass(frozen=True, slots=True)
class Measured:
    """How often the attack succeeded (`rate`, 0 to 1), how often blind guessing would
    (`chance`), over how many attempts, and when."""

    attack: str
    rate: float
    chance: float
    n: int
    date: date


@dataclass(frozen=True, slots=True)
class Promise:
    """One sentence with what stands behind it. `measured` is None until somebody measured."""

    id: str
    text: str
    holds_for: tuple[str, ...]
    tests: tuple[str, ...]
    measured: Measured | None


@cache
def kept(file: Path = FILE, top: Path = TOP) -> tuple[Promise, ...]:
    """The promises that may be shown: measured, and every named test exists under `top`.

    An installed copy without its tests cannot look for them; it trusts the file that was
    checked when the copy was made.
    """
    shown = [promise for promise in load(file) if promise.measured and promise.tests]
    if not (top / "tests").is_dir():
        return tuple(shown)
    return tuple(p for p in shown if all(exists(test, top) for test in p.tests))


def load(file: Path = FILE) -> list[Promise]:
    """Every entry, shown or not. Raises PromiseError for one that cannot be read."""
    if not file.exists():
        return []
    told = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    return [_read(entry) for entry in told.get("promises") or []]


def exists(test: str, top: Path = TOP) -> bool:
    """Whether a test named `path::function` (or `path::Class::function`) is written there."""
    path, _, name = test.partition("::")
    file = top / path
    function = name.split("::")[-1].split("[")[0]
    if not function or not file.is_file():
        return False
    pattern = rf"^\s*(?:async )?def {re.escape(function)}\("
    return re.search(pattern, file.read_text(encoding="utf-8"), re.MULTILINE) is not None


def _read(entry: dict[str, Any]) -> Promise:
    try:
        measured = Measured(**entry["measured"]) if entry.get("measured") else None
        promise = Promise(
            id=entry["id"],
            text=entry["text"],
            holds_for=tuple(entry["holds_for"]),
            tests=tuple(entry.get("tests") or ()),
            measured=measured,
        )
    except (KeyError, TypeError) as wrong:
        raise PromiseError(f"{entry.get('id', entry)}: {wrong}") from wrong
    if not set(promise.holds_for) <= set(LEVELS):
        raise PromiseError(f"{promise.id}: levels are {', '.join(LEVELS)}")
    return promise
