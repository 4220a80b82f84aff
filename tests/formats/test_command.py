"""`phronesis formats` answers with the published shape and the published exit statuses."""

import json
from pathlib import Path

from phronesis.formats.command import check_format, list_formats, show_format

from .scripts import ROUNDS, rounds_in_english


def test_the_list_has_the_published_shape() -> None:
    status, text = list_formats(as_json=True)
    listed = {one["id"]: one for one in json.loads(text)}
    rounds = listed["moral-resilience-rounds"]
    assert status == 0
    assert {"id", "title", "source", "people", "minutes", "kind", "phases"} <= set(rounds)
    assert rounds["people"] == {"min": 4, "max": None}
    assert rounds["minutes"] == 60
    assert "S32" in rounds["source"]
    assert len(rounds["phases"]) == 7


def test_the_list_for_people_names_each_format_on_a_line() -> None:
    status, text = list_formats()
    assert status == 0
    assert text.startswith("moral-resilience-rounds  Virtual Moral Resilience Rounds")


def test_a_sound_file_is_status_0() -> None:
    assert check_format(str(ROUNDS)).status == 0


def test_a_broken_file_is_status_1_and_one_line_for_each_fault(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(rounds_in_english().replace("version: 1", "version: one"), encoding="utf-8")
    status, text = check_format(str(file))
    assert status == 1
    assert text.startswith(f"{file}:6: version: ")
    assert json.loads(check_format(str(file), as_json=True).text)["problems"][0]["line"] == 6


def test_a_file_that_is_not_there_is_status_2(tmp_path: Path) -> None:
    status, text = check_format(str(tmp_path / "nowhere.yaml"))
    assert status == 2
    assert "cannot be opened" in text
    assert "\n" not in text


def test_a_format_is_shown_in_the_language_asked_for() -> None:
    assert "Det vi tar vare på" in show_format("moral-resilience-rounds", language="nb").text


def test_showing_an_unknown_format_names_those_there_are() -> None:
    status, text = show_format("tea-round")
    assert status == 2
    assert "moral-resilience-rounds" in text
