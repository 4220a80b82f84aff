"""Run the whole suite on both databases and say loudly what could not run.

SQLite runs everything; PostgreSQL runs everything that touches a database. `--proof` runs the
full counts. A missing Chromium or PostgreSQL is told at the end and fails the run under CI.
"""

import argparse
import os
import shutil
import socket
import subprocess
import sys
from urllib.parse import urlsplit

POSTGRES = os.environ.get("PHRONESIS_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--proof", action="store_true")
    options = parser.parse_args()
    missing = []
    if chromium() is None:
        missing.append("Chromium was not found: no page was opened in a browser.")
    if not postgres_answers():
        missing.append(f"PostgreSQL does not answer at {address()}: SQLite alone was tested.")
    failed = run("sqlite", proof=options.proof, browser=chromium() is not None)
    if postgres_answers():
        failed |= run("postgres", proof=options.proof, browser=False)
    for line in missing:
        sys.stderr.write(f"SKIPPED: {line}\n")
    return int(failed or bool(missing and os.environ.get("CI")))


def run(kind: str, *, proof: bool, browser: bool) -> bool:
    """One pytest run; whether it failed."""
    marks = [] if browser else ["not browser"]
    if not proof:
        marks.append("not proof")
    marks.append("not sqlite_only" if kind == "postgres" else "not postgres_only")
    environment = os.environ | {"PHRONESIS_TEST_DATABASE": kind}
    if path := chromium():
        environment["PHRONESIS_TEST_CHROMIUM"] = path
    sys.stderr.write(f"\n== {kind} ==\n")
    command = [sys.executable, "-m", "pytest", "-q", "-m", " and ".join(marks), "--durations=12"]
    return subprocess.run(command, env=environment, check=False).returncode != 0


def chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


def address() -> tuple[str, int]:
    parts = urlsplit(POSTGRES)
    return parts.hostname or "127.0.0.1", parts.port or 5432


def postgres_answers() -> bool:
    try:
        with socket.create_connection(address(), timeout=2):
            return True
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
