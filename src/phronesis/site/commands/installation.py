"""Commands that make and look after an installation."""

import fcntl
import json
import os
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from phronesis.admission import keys
from phronesis.site.commands.stop import Stop
from phronesis.site.config import ConfigurationError


def begin(data: Path, *, make_keys: bool = False) -> None:
    """Read the configuration, have keys, and wake Django.

    Raises
    ------
    Stop
        When the configuration is wrong or a key is missing while there are data.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phronesis.site.settings")
    os.environ["PHRONESIS_DATA"] = str(data)
    try:
        from phronesis.site import config  # noqa: PLC0415 -- before Django's settings are read

        file = os.environ.get("PHRONESIS_CONFIG")
        found = config.load(data, Path(file) if file else None)
    except ConfigurationError as problem:
        raise Stop(str(problem)) from problem
    keys.FOLDER = found.keys or Path("keys")
    if not keys.exist():
        _make_keys_while_empty(data, allowed=make_keys)
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    import django  # noqa: PLC0415 -- only once the keys are there

    django.setup()


def _make_keys_while_empty(data: Path, *, allowed: bool) -> None:
    """A new key beside old data would orphan what the lost one named or locked."""
    has_data = any(data.glob("*.sqlite3"))
    if has_data:
        names = ", ".join(str(path) for path in keys.missing())
        raise Stop(
            f"{names}: missing, but {data} has data. Put the key files back. Nothing was changed.",
            1,
        )
    if not allowed:
        raise Stop(f"{data} is not an installation yet. Run: phronesis setup --data {data}", 1)
    keys.make()


def manage(arguments: Sequence[str]) -> int:
    """Django's own commands, for developers (makemigrations, shell)."""
    begin(Path(os.environ.get("PHRONESIS_DATA", "data")), make_keys=True)
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(["phronesis manage", *arguments])
    return 0


def setup(options: Namespace) -> int:
    begin(options.data, make_keys=True)
    migrate_all(options.data)
    sys.stdout.write(f"Ready in {options.data}. Next: phronesis create-admin you@example.org\n")
    return 0


def migrate(options: Namespace) -> int:
    begin(options.data)
    migrate_all(options.data)
    return 0


@contextmanager
def only_one(data: Path) -> Iterator[None]:
    """Two migrations at once would race; the second waits."""
    with (data / "migrating.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def migrate_all(data: Path) -> None:
    """Bring every plane to this version, keys first, people later."""
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    from phronesis.site import planes  # noqa: PLC0415

    with only_one(data):
        if settings.CONFIG.postgres:
            from phronesis.site import postgres  # noqa: PLC0415

            postgres.make_databases()
        for plane in planes.MIGRATION_ORDER:
            call_command("migrate", database=plane, verbosity=0, interactive=False)


def doctor(options: Namespace) -> int:
    begin(options.data)
    from phronesis.site import checks  # noqa: PLC0415

    found = list(checks.unsafe())
    if options.json:
        sys.stdout.write(json.dumps({"unsafe": found}) + "\n")
    else:
        sys.stdout.write("".join(f"{line}\n" for line in found) or "Nothing unsafe was found.\n")
    return 1 if found else 0


def create_admin(options: Namespace) -> int:
    begin(options.data)
    from phronesis.site import beginnings, clock  # noqa: PLC0415

    link = beginnings.create_operator(options.email, options.name, at=clock.now())
    sys.stdout.write(f"{link}\n")
    return 0


def tasks(options: Namespace) -> int:
    begin(options.data)
    from phronesis.site import clock, ticker  # noqa: PLC0415

    done = ticker.run_once(clock.now())
    if options.json:
        sys.stdout.write(json.dumps(done) + "\n")
    return 1 if any(count < 0 for count in done.values()) else 0
