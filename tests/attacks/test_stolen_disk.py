"""A stolen disk without its keys: databases, write-ahead logs, copies, log and mail."""

import base64
import sqlite3
import sys
import zlib
from pathlib import Path

import pytest

from tests.attacks import planting, searching
from tests.attacks.planting import NAME, PHRASE, Loot
from tests.measured import note

pytestmark = pytest.mark.slow
FOUND = 0.60


@pytest.fixture(scope="module")
def loot(tmp_path_factory: pytest.TempPathFactory) -> Loot:
    """200 phrases and 60 names, planted over HTTP."""
    where = planting.postgres_of_this_run()
    return planting.steal(tmp_path_factory.mktemp("stolen"), people=60, texts=3, postgres=where)


def phrases_in(loot: Loot) -> set[str]:
    contents = [*loot.files.values(), *(content for _to, content in loot.mail)]
    written = [phrase for phrase in loot.phrases if phrase.startswith(PHRASE)]
    drafted = [phrase for phrase in loot.phrases if not phrase.startswith(PHRASE)]
    together = searching.found(written, contents, all_have=PHRASE)
    return together | searching.found(drafted, contents)


def names_in(loot: Loot, files: dict[str, bytes]) -> set[str]:
    """Names outside office. A letter may name whoever it goes to, and nobody else."""
    seen = searching.found(loot.names, files.values(), all_have=NAME)
    for to, content in loot.mail:
        others = [name for name in loot.names if loot.of.get(to) != name]
        seen |= searching.found(others, [content], all_have=NAME)
    return seen


def outside_office(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in files.items() if "office." not in name}


def test_the_installation_lived_before_it_was_stolen(loot: Loot) -> None:
    kinds = {name.rsplit(".", 1)[-1] for name in loot.files}

    assert loot.problems == []
    assert (len(loot.phrases), len(set(loot.names))) == (200, 60)
    assert loot.released
    assert len(loot.mail) > 60
    assert kinds >= ({"sql"} if planting.postgres_of_this_run() else {"sqlite3", "sqlite3-wal"})
    assert not any(name.endswith((".key", ".slot")) for name in loot.files)


def test_no_planted_phrase_is_on_a_stolen_disk(loot: Loot) -> None:
    seen = phrases_in(loot)

    note("stolen disk: phrases", found=len(seen), n=len(loot.phrases))
    assert seen == set()


def test_no_planted_name_is_on_a_stolen_disk_outside_office(loot: Loot) -> None:
    seen = names_in(loot, outside_office(loot.files))

    note("stolen disk: names outside office", found=len(seen), n=len(loot.names))
    assert seen == set()


def test_the_names_would_be_found_where_they_may_be(loot: Loot) -> None:
    office = {name: content for name, content in loot.files.items() if "office." in name}

    assert searching.found(loot.names, office.values(), all_have=NAME) == set(loot.names)


def test_words_stored_in_the_clear_would_be_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = f"{sys.executable} -m tests.sabotage stores-words-in-the-clear"
    monkeypatch.setenv("PHRONESIS_TEST_SERVER", server)
    where = planting.postgres_of_this_run()

    spoilt = planting.steal(tmp_path / "clear", people=6, texts=5, postgres=where)
    rate = len(phrases_in(spoilt)) / len(spoilt.phrases)

    note("stolen disk, field encryption off", rate=rate, n=len(spoilt.phrases))
    assert rate >= FOUND


@pytest.mark.sqlite_only
def test_names_copied_to_commons_would_be_found(loot: Loot, tmp_path: Path) -> None:
    """As if whoever comes were kept beside what was said."""
    for name, content in loot.files.items():
        if name.startswith("disk/"):
            (tmp_path / Path(name).name).write_bytes(content)
    commons = sqlite3.connect(tmp_path / "commons.sqlite3")
    commons.execute("ATTACH ? AS office", [str(tmp_path / "office.sqlite3")])
    commons.execute("CREATE TABLE rooms_present AS SELECT name FROM office.people_person")
    commons.commit()
    commons.close()

    copied = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    rate = len(names_in(loot, outside_office(copied))) / len(loot.names)

    note("stolen disk, names copied to commons", rate=rate, n=len(loot.names))
    assert rate >= FOUND


@pytest.mark.parametrize(
    "hidden",
    [
        lambda words: words,
        lambda words: words.decode().encode("utf-16-le"),
        lambda words: base64.b64encode(words),
        lambda words: base64.b64encode(b"x" + words),
        lambda words: base64.urlsafe_b64encode(b"xy" + words),
        lambda words: words.hex().encode(),
        lambda words: words.hex().upper().encode(),
        lambda words: zlib.compress(words),
    ],
    ids=["utf-8", "utf-16", "base64", "base64+1", "base64+2", "hex", "HEX", "deflated"],
)
def test_the_search_sees_through(hidden: object) -> None:
    phrase = f"{PHRASE}0123456789ab"
    pile = b"\0" * 99 + hidden(f"before {phrase} after".encode()) + b"\0" * 99  # type: ignore[operator]

    assert searching.found([phrase], [pile], all_have=PHRASE) == {phrase}
