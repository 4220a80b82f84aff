"""A server that would break a promise does not start, and says in a sentence what to do."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.sqlite_only]

ROOT = Path(__file__).parents[2]
PHRONESIS = [sys.executable, "-m", "phronesis"]


def run(folder: Path, *command: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PHRONESIS_")}
    return subprocess.run(
        [*command, "--data", str(folder / "data")],
        cwd=ROOT,
        env=kept | {"PYTHONPATH": str(ROOT / "src")} | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def serve(folder: Path, *more: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return run(folder, *PHRONESIS, "serve", "--port", "1", *more, **environment)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation, set up once; each test breaks a copy."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "data").mkdir()
    (folder / "data" / "phronesis.toml").write_text('organisation = "St. Brigid\'s"\n')
    done = run(folder, *PHRONESIS, "setup", PHRONESIS_KEYS=str(folder / "keys"))
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "copy")
    config = tmp_path / "copy" / "data" / "phronesis.toml"
    config.write_text(f'keys = "{tmp_path / "copy" / "keys"}"\n')
    return tmp_path / "copy"


def test_the_copy_would_have_started(copy: Path) -> None:
    done = run(copy, *PHRONESIS, "doctor")

    assert (done.returncode, done.stdout) == (0, "Nothing unsafe was found.\n")


def test_without_waiting_for_the_disk_it_does_not_start(copy: Path) -> None:
    sabotaged = [sys.executable, "-m", "tests.sabotage", "writes-without-waiting"]

    done = run(copy, *sabotaged, "serve", "--port", "1")

    assert done.returncode == 1
    assert "commons: SQLite runs with synchronous=0; it must be 2." in done.stderr
    assert "Nothing was started." in done.stderr


@pytest.mark.parametrize("purpose", ["wrap", "office", "seat"])
def test_without_a_key_beside_data_it_does_not_start(copy: Path, purpose: str) -> None:
    key = copy / "keys" / f"{purpose}.key"
    key.unlink()

    done = serve(copy)

    assert done.returncode == 1
    assert done.stderr == (
        f"{key}: missing, but {copy / 'data'} has data. "
        "Put the key files back. Nothing was changed.\n"
    )
    assert not key.exists()


def test_with_keys_that_others_may_read_it_does_not_start(copy: Path) -> None:
    (copy / "keys").chmod(0o755)

    done = serve(copy)

    assert done.returncode == 1
    assert f"Others on this machine may read {copy / 'keys'}" in done.stderr


def test_half_migrated_it_does_not_start(copy: Path) -> None:
    ballot = sqlite3.connect(copy / "data" / "ballot.sqlite3")
    ballot.execute("DELETE FROM django_migrations WHERE app = 'ballot'")
    ballot.commit()
    ballot.close()

    done = serve(copy)

    assert done.returncode == 1
    assert done.stderr == "Not migrated: ballot. Run: phronesis migrate\n"


def test_with_a_plane_that_is_gone_it_does_not_start(copy: Path) -> None:
    for path in (copy / "data").glob("vault.sqlite3*"):
        path.unlink()

    done = serve(copy)

    assert done.returncode == 1
    assert "Not migrated: vault." in done.stderr


def test_two_processes_on_sqlite_are_refused(copy: Path) -> None:
    done = serve(copy, "--workers", "2")

    assert done.returncode == 2
    assert done.stderr == (
        "SQLite means exactly one web process. Use --workers 1, or set postgres.\n"
    )


def test_a_misspelt_protection_is_refused(copy: Path) -> None:
    config = copy / "data" / "phronesis.toml"
    config.write_text(config.read_text() + 'mail_securty = "tls"\n')

    done = serve(copy)

    assert done.returncode == 2
    assert f"{config}: key 'mail_securty' is not known." in done.stderr


def test_a_misspelt_variable_is_refused(copy: Path) -> None:
    done = serve(copy, PHRONESIS_MAIL_SECURTY="tls")

    assert done.returncode == 2
    assert done.stderr == "PHRONESIS_MAIL_SECURTY: this variable is not known. Unset it.\n"


def test_a_folder_that_is_no_installation_is_refused(tmp_path: Path) -> None:
    done = serve(tmp_path, PHRONESIS_KEYS=str(tmp_path / "keys"))

    assert done.returncode == 1
    assert "is not an installation yet. Run: phronesis setup --data" in done.stderr
    assert not (tmp_path / "data").exists(), "a mistyped --data leaves a folder behind"


@pytest.mark.parametrize("written", ["99999", "0", "-1", "eighty"])
def test_a_port_that_does_not_exist_is_refused(copy: Path, written: str) -> None:
    """With 99999 the server neither served nor ended."""
    done = serve(copy, f"--port={written}")

    assert done.returncode == 2
    assert f"{written} is no port. Name one from 1 to 65535." in done.stderr


def test_a_port_that_is_taken_is_said_with_what_to_do(copy: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = serve(copy, f"--port={port}")

    assert done.returncode == 1
    assert f"127.0.0.1, port {port}: is taken." in done.stderr
    assert "Name another with --port" in done.stderr


def test_a_demonstration_builds_nothing_for_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        done = run(tmp_path, *PHRONESIS, "demo", "--port", str(other.getsockname()[1]))

    assert done.returncode == 1
    assert "Building" not in done.stdout
    assert not (tmp_path / "data").exists()
