"""The reference page names every field of the schema and every format that ships."""

from pathlib import Path

import pytest

from phronesis import formats
from phronesis.formats import model
from phronesis.formats.loader import FIELDS
from phronesis.formats.words import PHASE_TEXT_FIELDS, TEXT_FIELDS

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "formats.md"
written = PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("field", [*FIELDS, *TEXT_FIELDS, *PHASE_TEXT_FIELDS, "harm", "owner"])
def test_every_field_is_documented(field: str) -> None:
    assert f"`{field}" in written or f".{field}`" in written


@pytest.mark.parametrize(
    "word",
    [
        *model.ACTIVITIES,
        *model.MODES,
        *model.COMPETENCES,
        *model.ROLES,
        *model.COMPOSITIONS,
        *model.KINDS_OF_CIRCLE,
        *model.WAYS_TO_MEET,
        *model.INTAKES,
        *model.OUTPUTS,
        *model.DESTINATIONS,
    ],
)
def test_every_allowed_word_is_documented(word: str) -> None:
    assert f"`{word}`" in written


def test_every_format_that_ships_is_listed() -> None:
    for one in formats.all_formats():
        assert f"| `{one.id}` | {one.title} |" in written
        assert f"{one.minutes} min" in written
