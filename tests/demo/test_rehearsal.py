"""A rehearsal finds nothing wrong with the real server, and each broken promise by its name."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.measured import note
from tests.sabotage.breaks import BREAKS

pytestmark = [pytest.mark.slow, pytest.mark.sqlite_only]

ROOT = Path(__file__).parents[2]
NAMED = {
    "drops-an-event": "phone: a frame is missing",
    "delivers-one-twice": "phone: a frame came twice",
    "reveals-early": "a text was on the wire while people were writing",
    "sends-a-hidden-count": "phone: was sent a written frame",
    "loses-a-contribution": "1 acknowledged texts were lost",
    "lets-a-stopped-text-cross": "what could point to someone: went",
    "skips-a-phase": "a phase was skipped",
}


@dataclass(frozen=True)
class Rehearsed:
    status: int
    told: dict[str, Any]

    @property
    def problems(self) -> list[str]:
        return list(self.told["problems"])


def rehearse(people: int, sabotage: str = "") -> Rehearsed:
    environment = dict(os.environ)
    if sabotage:
        environment["PHRONESIS_TEST_SERVER"] = f"{sys.executable} -m tests.sabotage {sabotage}"
    done = subprocess.run(
        [
            *(sys.executable, "-m", "phronesis", "rehearse", "moral-resilience-rounds"),
            *("--people", str(people), "--json"),
        ],
        cwd=ROOT,
        env=environment | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr[-2000:]
    return Rehearsed(done.returncode, json.loads(done.stdout))


@pytest.fixture(scope="module")
def sabotaged() -> Iterator[dict[str, "Future[Rehearsed]"]]:
    """All sabotaged rehearsals, two at a time."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        yield {name: pool.submit(rehearse, 6, name) for name in BREAKS}


def test_twelve_people_rehearse_without_a_problem() -> None:
    rehearsed = rehearse(12)

    assert rehearsed.problems == []
    assert rehearsed.status == 0
    assert rehearsed.told["insights"] == 1
    assert rehearsed.told["kept in the room"] == 2


@pytest.mark.parametrize("name", BREAKS)
def test_a_server_that_breaks_a_promise_is_found_out(
    name: str, sabotaged: dict[str, "Future[Rehearsed]"]
) -> None:
    rehearsed = sabotaged[name].result()

    assert rehearsed.status == 1
    assert NAMED[name] in rehearsed.problems
    note(f"rehearsal {name}", problems=rehearsed.problems)


@pytest.mark.proof
def test_two_hundred_people_rehearse_without_a_problem() -> None:
    rehearsed = rehearse(200)

    assert rehearsed.problems == []
    assert rehearsed.status == 0
