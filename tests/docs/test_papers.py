"""The page of the papers tells the truth: every entry is there, every named test exists."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "reference" / "papers.md"
ENTRIES = [f"S{number:02d}" for number in range(1, 113)]
NOT_YET = "not yet"


def rows(page: str) -> list[list[str]]:
    """The cells of every row that begins with an S-id: id, what, where, shown by."""
    lines = [line for line in page.splitlines() if re.match(r"\| S\d+ \|", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@cache
def names_in(file: Path) -> frozenset[str]:
    """Names of the tests a file defines, `Class::test` inside a class; none if it is absent."""
    if not file.is_file():
        return frozenset()
    names = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            names |= {f"{node.name}::{inner.name}" for inner in node.body if _is_test(inner)}
        elif _is_test(node):
            names.add(node.name)  # type: ignore[attr-defined]
    return frozenset(names)


def _is_test(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith(
        "test_"
    )


def flaws(page: str) -> list[str]:
    """Every way in which the page is not true, as sentences."""
    found = []
    ids = [row[0] for row in rows(page)]
    for entry in ENTRIES:
        if ids.count(entry) != 1:
            found.append(f"{entry} stands on {ids.count(entry)} rows")
    found += [f"{unknown} is no entry of the papers" for unknown in set(ids) - set(ENTRIES)]
    for row in rows(page):
        found += _flaws_of(row)
    return found


def _flaws_of(row: list[str]) -> list[str]:
    if len(row) != 4:
        return [f"{row[0]} has {len(row)} cells"]
    entry, _, where, shown = row
    if NOT_YET in (where, shown):
        return [] if where == shown else [f"{entry} says 'not yet' in one place only"]
    named = re.findall(r"`(tests/[\w/]+\.py)::([\w:]+)`", shown)
    if not named:
        return [f"{entry} names no test"]
    return [
        f"{entry} names {file}::{test}, which does not exist"
        for file, test in named
        if test not in names_in(ROOT / file)
    ]


def test_every_entry_has_one_row_and_every_named_test_exists() -> None:
    assert flaws(PAGE.read_text(encoding="utf-8")) == []


def test_something_of_the_papers_works() -> None:
    working = [row[0] for row in rows(PAGE.read_text(encoding="utf-8")) if row[2] != NOT_YET]
    assert "S32" in working


def test_a_row_that_names_a_missing_test_is_found() -> None:
    page = PAGE.read_text(encoding="utf-8")
    doctored = re.sub(r"(\| S32 \|.*?::)test_\w+", r"\1test_that_nobody_wrote", page, count=1)
    assert doctored != page
    assert any("test_that_nobody_wrote, which does not exist" in flaw for flaw in flaws(doctored))


def test_a_missing_and_a_doubled_row_are_found() -> None:
    page = PAGE.read_text(encoding="utf-8")
    row = next(line for line in page.splitlines() if line.startswith("| S07 |"))
    assert flaws(page.replace(row + "\n", "")) == ["S07 stands on 0 rows"]
    assert flaws(page.replace(row, f"{row}\n{row}")) == ["S07 stands on 2 rows"]


def test_a_half_hearted_not_yet_is_found() -> None:
    page = "\n".join(f"| {entry} | x | not yet | not yet |" for entry in ENTRIES)
    doctored = page.replace("| S03 | x | not yet | not yet |", "| S03 | x | a page | not yet |")
    assert flaws(doctored) == ["S03 says 'not yet' in one place only"]
