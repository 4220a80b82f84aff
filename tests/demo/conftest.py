"""One demonstration for all tests of it: building it takes longer than looking at it."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@dataclass
class Demonstration:
    data: Path
    port: int
    said: str
    seconds: float

    @property
    def links(self) -> list[str]:
        return [word for word in self.said.split() if word.startswith("http://")]

    @property
    def template(self) -> list[str]:
        return sorted(path.name for path in self.data.with_name("demo-data-template").iterdir())


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Our command, without the settings of the test run."""
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        env=environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )


def environment() -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PHRONESIS_", "DJANGO_"))}
    return kept | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}


def demonstrate(data: Path, port: int) -> Demonstration:
    began = time.monotonic()
    done = run("phronesis", "demo", "--data", str(data), "--port", str(port), "--no-serve")
    return Demonstration(data, port, done.stdout, time.monotonic() - began)


@pytest.fixture(scope="session")
def hospital(tmp_path_factory: pytest.TempPathFactory) -> Demonstration:
    return demonstrate(tmp_path_factory.mktemp("hospital") / "demo-data", 8799)


@pytest.fixture(scope="session")
def told(hospital: Demonstration) -> dict[str, Any]:
    """What the installation holds, read by the same questions that its pages ask."""
    answer: dict[str, Any] = json.loads(run("tests.demo.looking", str(hospital.data)).stdout)
    return answer
