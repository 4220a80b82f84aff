"""A promise is shown only while its tests exist and its attack has been measured."""

from pathlib import Path

import pytest
from django.test import Client, override_settings

from phronesis.care import promises

ENTRY = """
promises:
  - id: words-at-rest
    text: What you write cannot be read from a stolen disk.
    holds_for: [A, B]
    tests: [{test}]
    {measured}
"""
MEASURED = "measured: {attack: stolen disk, rate: 0.0, chance: 0.0, n: 200, date: 2026-11-22}"


@pytest.fixture
def top(tmp_path: Path) -> Path:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_disk.py").write_text("def test_nothing_is_found() -> None: ...\n")
    return tmp_path


def shown(top: Path, test: str, measured: str = MEASURED) -> list[str]:
    file = top / "promises.yaml"
    file.write_text(ENTRY.format(test=test, measured=measured))
    promises.kept.cache_clear()
    return [promise.id for promise in promises.kept(file, top)]


def test_a_measured_promise_with_its_test_is_shown(top: Path) -> None:
    assert shown(top, "tests/test_disk.py::test_nothing_is_found") == ["words-at-rest"]


@pytest.mark.parametrize(
    "test", ["tests/test_disk.py::test_gone", "tests/gone.py::test_x", "tests/test_disk.py"]
)
def test_a_promise_whose_test_is_gone_is_not_shown(top: Path, test: str) -> None:
    assert shown(top, test) == []


def test_an_unmeasured_promise_is_not_shown(top: Path) -> None:
    assert shown(top, "tests/test_disk.py::test_nothing_is_found", "measured:") == []


def test_an_entry_that_cannot_be_read_is_refused_by_name(top: Path) -> None:
    with pytest.raises(promises.PromiseError, match="words-at-rest"):
        shown(top, "tests/x.py::test_x", "measured: {rate: 0.1}")


def test_the_page_says_when_there_is_no_promise_yet_and_shows_those_there_are(
    top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(top, "tests/test_disk.py::test_nothing_is_found")
    found = promises.kept(top / "promises.yaml", top)
    for told, expected in (((), "No promise stands here yet."), (found, "stolen disk")):
        monkeypatch.setattr(promises, "kept", lambda told=told: told)
        with override_settings(ROOT_URLCONF="tests.design.urls"):
            assert expected in Client().get("/promises").content.decode()


def test_every_test_our_own_promises_name_exists() -> None:
    missing = [
        (promise.id, test)
        for promise in promises.load()
        for test in promise.tests
        if not promises.exists(test)
    ]
    assert missing == []
