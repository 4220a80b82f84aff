"""A format file is read whole, or every fault in it is named by file, line, field and mend."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phronesis import formats
from phronesis.formats.loader import on_shelf

from .scripts import ROUNDS, line_of, rounds_in_english

SOUND = rounds_in_english()
LINES = SOUND.splitlines()
NAMED = re.compile(r"^(\s*(?:- \{)?)([a-z_-]+):(\s|$)")
KEYED_LINES = [
    number
    for number, line in enumerate(LINES)
    if NAMED.match(line) and NAMED.match(line).group(2) != "en"  # type: ignore[union-attr]
]


def problems_of(written: str | bytes, folder: Path) -> list[formats.Problem]:
    file = folder / "rounds.yaml"
    file.write_bytes(
        written.encode("utf-8", "surrogatepass") if isinstance(written, str) else written
    )
    return formats.check(file)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("formats")


def test_the_rounds_have_nothing_to_mend() -> None:
    assert formats.check(ROUNDS) == []


def test_an_unbroken_copy_has_nothing_to_mend(folder: Path) -> None:
    assert problems_of(SOUND, folder) == []


@pytest.mark.parametrize(
    ("written", "instead", "field", "said"),
    [
        ("kind: rounds", "kind: Big Rounds", "kind", "short name"),
        ("version: 1", "version: one", "version", "whole number"),
        ("  min: 4", "  min: -4", "people.min", "whole number"),
        ("  max: null", "  max: 2", "people.max", "fewer may come"),
        ("  drop_in: true", "  drop_in: perhaps", "people.drop_in", "true or false"),
        ("modes: [video", "modes: [telepathy", "modes[0]", "video"),
        ("rhythm: FREQ=WEEKLY;BYDAY=TH", "rhythm: on Thursdays", "rhythm", "FREQ=WEEKLY"),
        ("length: 60", "length: 90", "length", "60 minutes, not 90"),
        ("minutes: 3, activity: keep", "minutes: 3, activity: kept", "phases[5].activity", "keep"),
        (
            "activity: solution, mode: solution",
            "activity: solution, mode: dialogue",
            "phases[4].mode",
            "mode of its own",
        ),
        ("{id: keep, ", "{id: close, ", "phases[6].id", "another phase"),
        ("  outputs: optional", "  outputs: later", "after.outputs", "optional"),
        (
            "      none: No one takes",
            "      nobody: No one takes",
            "text.en.owner.nobody",
            "question",
        ),
        ("  en:", "  English:", "text.English", "not a language"),
    ],
)
def test_a_fault_names_its_line_its_field_and_the_mend(
    folder: Path, written: str, instead: str, field: str, said: str
) -> None:
    broken = SOUND.replace(written, instead, 1)
    assert broken != SOUND
    found = [one for one in problems_of(broken, folder) if one.field == field]
    assert len(found) == 1, problems_of(broken, folder)
    offset = 1 if "another phase" in said else 0
    assert found[0].line == line_of(broken, instead) + offset
    assert said in f"{found[0].message} {found[0].mend}"
    assert str(found[0]).startswith(f"{folder / 'rounds.yaml'}:{found[0].line}: {field}: ")


@settings(max_examples=60, deadline=None)
@given(number=st.sampled_from(KEYED_LINES))
def test_a_field_misspelt_on_any_line_is_named_on_that_line(folder: Path, number: int) -> None:
    broken = list(LINES)
    broken[number] = NAMED.sub(r"\1\2xyz:\3", broken[number])
    found = problems_of("\n".join(broken) + "\n", folder)
    assert number + 1 in {one.line for one in found if "not known" in one.message}, found


@st.composite
def damaged_scripts(draw: st.DrawFn) -> str:
    """The rounds after one to three slips of the hand of somebody who edits them."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(lines) - 1))
        slip = draw(
            st.sampled_from(["drop", "twice", "indent", "outdent", "cut", "letter", "swap"])
        )
        if slip == "drop":
            del lines[place]
        elif slip == "twice":
            lines.insert(place, lines[place])
        elif slip == "indent":
            lines[place] = "  " + lines[place]
        elif slip == "outdent":
            lines[place] = lines[place].lstrip()
        elif slip == "cut":
            lines[place] = lines[place][: draw(st.integers(0, len(lines[place])))]
        elif slip == "letter":
            at = draw(st.integers(0, len(lines[place])))
            odd = draw(st.sampled_from("\t:{}[]\"'#&*!|>%@`\x00\x07\ud800é-?,"))
            lines[place] = lines[place][:at] + odd + lines[place][at:]
        else:
            other = draw(st.integers(0, len(lines) - 1))
            lines[place], lines[other] = lines[other], lines[place]
        lines = lines or ["x"]
    return "\n".join(lines) + "\n"


@settings(max_examples=80, deadline=None)
@given(written=damaged_scripts())
def test_a_damaged_file_gets_problems_and_no_traceback(folder: Path, written: str) -> None:
    found = problems_of(written, folder)
    last = written.count("\n") + 1
    for one in found:
        assert 1 <= one.line <= last, one
        assert one.field
        assert one.message
        assert one.mend
    if not found:
        formats.parse(written)


@settings(max_examples=60, deadline=None)
@given(
    raw=st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(lambda t: t.encode("utf-8", "surrogatepass")),
    )
)
def test_any_bytes_at_all_are_refused_kindly(folder: Path, raw: bytes) -> None:
    assert problems_of(raw, folder)


@pytest.mark.parametrize(
    "written",
    [
        "a: &a [x]\nb: [*a, *a]\n",
        "id: !!python/object/apply:os.system ['true']\n",
        "[" * 5000,
        "{a: " * 5000,
        "id: x\n---\nid: y\n",
        "- id\n",
        "? [a, b]\n: c\n",
        "",
    ],
    ids=["alias", "tag", "deep list", "deep map", "two documents", "a list", "odd key", "empty"],
)
def test_what_a_format_never_needs_is_refused_before_it_costs(folder: Path, written: str) -> None:
    assert problems_of(written, folder)


def test_a_file_too_large_for_a_format_is_refused(folder: Path) -> None:
    assert "too large" in problems_of("#" * (256 * 1024 + 1), folder)[0].message


def test_a_norwegian_no_stays_a_word(folder: Path) -> None:
    """YAML 1.1 reads a bare `no` as false; here it is what somebody wrote."""
    written = SOUND.replace("title: Come in", "title: no", 1)
    assert formats.parse(written).text("en")["arrive"].title == "no"


def test_an_older_version_stays_readable_beside_the_newer(tmp_path: Path) -> None:
    newer = SOUND.replace("version: 1", "version: 2", 1)
    for name, written in (("one.yaml", SOUND), ("two.yaml", newer)):
        (tmp_path / name).write_text(written, encoding="utf-8")
    shelf = on_shelf(sorted(tmp_path.glob("*.yaml")))
    assert set(shelf) == {("moral-resilience-rounds", 1), ("moral-resilience-rounds", 2)}


def test_the_same_version_twice_is_refused(tmp_path: Path) -> None:
    for name in ("one.yaml", "two.yaml"):
        (tmp_path / name).write_text(SOUND, encoding="utf-8")
    with pytest.raises(formats.FormatError) as refusal:
        on_shelf(sorted(tmp_path.glob("*.yaml")))
    assert refusal.value.problems[0].file == "two.yaml"


def test_a_format_that_is_not_there_is_named() -> None:
    with pytest.raises(formats.UnknownFormatError, match="no format tea-round"):
        formats.load("tea-round")
    with pytest.raises(formats.UnknownFormatError, match="version 99"):
        formats.load("moral-resilience-rounds", 99)


def test_parsing_a_broken_script_raises_every_reason_at_once() -> None:
    broken = SOUND.replace("version: 1", "version: one", 1).replace("  min: 4", "  min: four", 1)
    with pytest.raises(formats.FormatError) as refusal:
        formats.parse(broken, "copy.yaml")
    assert [one.field for one in refusal.value.problems] == ["version", "people.min"]
