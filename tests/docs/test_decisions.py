"""Decision records keep their form, and every dependency has its reason."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RECORDS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
HEADINGS = ("## Context", "## Decision", "## Alternatives", "## Consequences")


def flaws(name: str, text: str) -> list[str]:
    """What a record called `name` lacks."""
    number = int(name.split("-")[0])
    found = [f"no {heading}" for heading in HEADINGS if f"\n{heading}\n" not in text]
    if not text.startswith(f"# {number}. "):
        found.append(f"the title does not begin with '# {number}. '")
    if not re.search(r"^Date: \d{4}-\d\d-\d\d$", text, re.MULTILINE):
        found.append("no date")
    if not re.search(r"^Status: (accepted|superseded by \[\d+\])", text, re.MULTILINE):
        found.append("no status")
    alternatives = text.split("## Alternatives", 1)[-1].split("\n## ", 1)[0]
    if len(re.findall(r"^- ", alternatives, re.MULTILINE)) < 2:
        found.append("fewer than two alternatives")
    return found


def declared() -> dict[str, str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = list(project["dependencies"])
    for extra in project.get("optional-dependencies", {}).values():
        lines += extra
    names = {re.match(r"[A-Za-z0-9_.-]+", line)[0]: line for line in lines}  # type: ignore[index]
    names.pop("phronesis", None)
    return names


def explained(text: str) -> set[str]:
    return set(re.findall(r"^\| ([A-Za-z0-9_.-]+) \|", text, re.MULTILINE)) - {"package"}


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.stem)
def test_a_record_has_number_date_status_and_alternatives(record: Path) -> None:
    assert flaws(record.name, record.read_text(encoding="utf-8")) == []


def test_records_are_numbered_without_a_gap() -> None:
    numbers = [int(path.name[:4]) for path in RECORDS]
    assert numbers == list(range(1, len(RECORDS) + 1))


def test_a_record_without_alternatives_is_found() -> None:
    record = RECORDS[1]
    text = record.read_text(encoding="utf-8").replace("\n- ", "\n")
    assert flaws(record.name, text) == ["fewer than two alternatives"]


def test_every_dependency_has_a_line_of_reason_and_no_line_is_left_over() -> None:
    record = (ROOT / "docs" / "decisions" / "0006-dependencies.md").read_text(encoding="utf-8")
    assert explained(record) == set(declared())
