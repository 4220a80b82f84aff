"""What was erased is gone: from the files, from the write-ahead logs, and from every backup."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from phronesis.vault import operations as vault
from phronesis.vault.models import ItemKey
from tests.attacks import searching
from tests.attacks.erasing import COUNT
from tests.measured import note

pytestmark = [pytest.mark.slow, pytest.mark.sqlite_only]

ROOT = Path(__file__).parents[2]
FOUND = 0.95


def run(folder: Path, *command: str) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PHRONESIS_")}
    paths = {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PHRONESIS_KEYS": str(folder / "keys")}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env=kept | paths,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("erasing")
    run(folder, "phronesis", "setup", "--data", str(folder / "data"))
    return folder


def erased(made: Path, work: Path, spoil: str = "") -> Path:
    shutil.copytree(made, work / "house")
    run(work / "house", "tests.attacks.erasing", str(work / "house" / "data"), spoil)
    return work / "house"


def recovered(house: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Phrases that the old backup of commons gives up with today's disk and today's keys.

    A wrapped key that is still anywhere in the files of today's vault, live or not, opens its
    text.
    """
    monkeypatch.setattr("phronesis.admission.keys.FOLDER", house / "keys")
    vault.keys.key.cache_clear()
    wrapped = {UUID(item): bytes.fromhex(key) for item, key in _wrapped(house).items()}
    files = [path.read_bytes() for path in (house / "after").iterdir() if path.is_file()]
    with closing(sqlite3.connect(house / "before" / "commons.sqlite3")) as backup:
        bodies = backup.execute("SELECT id, body FROM rooms_contribution").fetchall()
    found = searching.found([f"zqvplanted{n:06d}" for n in range(COUNT)], files)
    for item, body in bodies:
        key = wrapped[UUID(item)]
        if any(key in content for content in files):
            row = ItemKey(item=UUID(item), wrapped=key, plane="commons", promise=vault.PROMISE)
            found.add(str(vault._open(row, body)))
    vault.keys.key.cache_clear()
    return found


def _wrapped(house: Path) -> dict[str, str]:
    content: dict[str, str] = json.loads((house / "wrapped.json").read_text())
    assert len(content) == COUNT
    return content


def test_nothing_erased_can_be_read_again(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = recovered(erased(made, tmp_path), monkeypatch)

    note("erasure", found=len(found), n=COUNT)
    assert found == set()


@pytest.mark.parametrize("spoil", ["keys-kept", "log-kept"])
def test_an_erasure_that_leaves_keys_behind_would_be_seen(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: str
) -> None:
    found = recovered(erased(made, tmp_path, spoil), monkeypatch)

    note(f"erasure, {spoil}", found=len(found), n=COUNT)
    assert len(found) >= FOUND * COUNT
