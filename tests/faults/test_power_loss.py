"""Power loss at random moments, on the writes that the real server made in a whole gathering.

`kill -9` cannot reveal a missing sync, for the system still writes what it was given. So the
statements of a real server are recorded while six people rehearse, and replayed with the same
pragmas over a disk that forgets whatever was not synced.
"""

import json
import os
import random
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import apsw
import pytest

from phronesis.site import planes
from tests.faults.power import Disk, RecordingVFS, content_of
from tests.measured import note

pytestmark = [pytest.mark.slow, pytest.mark.sqlite_only]

ROOT = Path(__file__).parents[2]
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "ALTER", "DROP")
FULL = planes.SQLITE_START
Transaction = list[str]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole gathering of six, and every statement its server ran."""
    folder = tmp_path_factory.mktemp("recorded")
    server = f"{sys.executable} -m tests.sabotage records-its-writes"
    done = subprocess.run(
        [
            *(sys.executable, "-m", "phronesis", "rehearse", "moral-resilience-rounds"),
            *("--people", "6", "--json"),
        ],
        cwd=ROOT,
        env=os.environ
        | {
            "PYTHONPATH": str(ROOT / "src"),
            "PHRONESIS_TEST_SERVER": server,
            "RECORDED": str(folder),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return folder


def transactions(lines: list[str]) -> dict[str, list[Transaction]]:
    """Per plane, what was committed, in the order of the commits."""
    under_way: dict[int, Transaction] = {}
    found: dict[str, list[Transaction]] = defaultdict(list)
    for line in lines:
        plane, connection, statement = json.loads(line)
        first = statement.lstrip().split(" ", 1)[0].upper().rstrip(";")
        if first == "BEGIN":
            under_way[connection] = []
        elif first in ("COMMIT", "ROLLBACK"):
            done = under_way.pop(connection, [])
            if first == "COMMIT" and any(_writes(one) for one in done):
                found[plane].append(done)
        elif connection in under_way and (_writes(statement) or "SAVEPOINT" in statement[:20]):
            under_way[connection].append(statement)
        elif _writes(statement):
            found[plane].append([statement])
    return found


def _writes(statement: str) -> bool:
    return statement.lstrip().upper().startswith(WRITES)


class Replay:
    """The transactions of one plane, run again on a disk with a witness."""

    def __init__(self, folder: Path, name: str, done: list[Transaction], pragmas: str) -> None:
        self.name, self.done = name, done
        self.disk = Disk(folder)
        self.vfs = RecordingVFS(f"witness-{folder}", self.disk)
        self.acknowledged: list[int] = []  # the step after which each commit had returned
        connection = apsw.Connection(str(folder / name), vfs=f"witness-{folder}")
        connection.execute(pragmas).fetchall()
        for one in done:
            perform(connection, one)
            self.acknowledged.append(len(self.disk.steps))
        self.steps = len(self.disk.steps)
        connection.close()

    def states(self, before: Path) -> list[list[tuple[object, ...]]]:
        """What the plane holds before the first and after each transaction."""
        connection = apsw.Connection(str(before / self.name))
        found = [list(content_of(connection))]
        for one in self.done:
            perform(connection, one)
            found.append(list(content_of(connection)))
        connection.close()
        return found


def perform(connection: apsw.Connection, transaction: Transaction) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for statement in transaction:
        connection.execute(statement).fetchall()
    connection.execute("COMMIT")


def losses(recorded: Path, work: Path, pragmas: str, points: int) -> tuple[int, int, int]:
    """(acknowledged transactions lost, files not whole, acknowledged in all) over all points."""
    lost = broken = acknowledged = 0
    chance = random.Random(11)
    by_plane = transactions((recorded / "writes.jsonl").read_text().splitlines())
    for plane, done in by_plane.items():
        name = f"{'office' if plane == planes.OFFICE else plane}.sqlite3"
        replay = Replay(_files(recorded, name, work / plane / "disk"), name, done, pragmas)
        states = replay.states(_files(recorded, name, work / plane / "reference"))
        for number in range(points):
            at = chance.randint(1, replay.steps)
            known = sum(step <= at for step in replay.acknowledged)
            acknowledged += known
            folder = work / plane / f"lost-{number}"
            found = _recovered(folder, name, replay.disk.after_power_loss(at, chance))
            broken += found is None
            lost += _lost(found, states, known)
            shutil.rmtree(folder)
    return lost, broken, acknowledged


def _files(recorded: Path, name: str, to: Path) -> Path:
    to.mkdir(parents=True)
    for path in (recorded / "before").glob(f"{name}*"):
        shutil.copy(path, to / path.name)
    return to


def _recovered(folder: Path, name: str, files: dict[str, bytes]) -> list[tuple[object, ...]] | None:
    """What SQLite makes of the files after the lights come back; None where it is not whole."""
    folder.mkdir()
    for file, content in files.items():
        if not file.endswith("-shm"):
            (folder / file).write_bytes(content)
    connection = apsw.Connection(str(folder / name))
    try:
        if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            return None
        return list(content_of(connection))
    except apsw.Error:
        return None
    finally:
        connection.close()


def _lost(
    found: list[tuple[object, ...]] | None, states: list[list[tuple[object, ...]]], known: int
) -> int:
    """How many acknowledged transactions are missing; one more than acknowledged may be there."""
    if found is None or found not in states:
        return known
    there = max(number for number, state in enumerate(states) if state == found)
    return max(0, known - there)


def test_power_loss_loses_nothing_that_was_acknowledged(recorded: Path, tmp_path: Path) -> None:
    lost, broken, acknowledged = losses(recorded, tmp_path, FULL, points=25)

    note("power loss", lost=lost, not_whole=broken, acknowledged=acknowledged)
    assert (lost, broken) == (0, 0)
    assert acknowledged > 300


def test_power_loss_would_be_seen_where_nobody_waits_for_the_disk(
    recorded: Path, tmp_path: Path
) -> None:
    careless = FULL.replace("synchronous=FULL", "synchronous=OFF")

    lost, broken, acknowledged = losses(recorded, tmp_path, careless, points=10)

    note("power loss, synchronous=OFF", lost=lost, not_whole=broken, acknowledged=acknowledged)
    assert lost > acknowledged // 10


@pytest.mark.proof
def test_power_loss_a_thousand_times(recorded: Path, tmp_path: Path) -> None:
    lost, broken, acknowledged = losses(recorded, tmp_path, FULL, points=250)

    note("power loss, 1000 points", lost=lost, not_whole=broken, acknowledged=acknowledged)
    assert (lost, broken) == (0, 0)
