"""The demonstration: built once, copied, started with a gathering about to begin.

What is built lies in a template beside the data folder, named by a hash of the package and the
day, for everything in it is counted back from that day. A first start builds it, the next ones
copy it; what was done meanwhile stays until the gathering about to begin is over.
"""

import argparse
import hashlib
import io
import os
import shutil
import subprocess
import sys
from contextlib import redirect_stdout
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from phronesis.site.commands.installation import begin, migrate_all
from phronesis.site.commands.stop import Stop

CODE = "BRIDGE"
ORGANISATION = "St. Brigid's, Port Callan"
ZONE = "Europe/Dublin"
SOON = timedelta(minutes=10)
MARKER = "made-from"


def run(data: Path, *, port: int, fresh: bool, serve: bool) -> int:
    """Build or copy, start the evening anew, print the ways in, and serve."""
    template = _template(data, fresh=fresh)
    if fresh or _made_from(data) != template.name:
        _copy(template, data)
    _configure(data, _keys_of(data), port)
    begin(data)
    if _is_over(datetime.now(UTC)):
        _copy_again(template, data, port)
    _begin_soon(datetime.now(UTC))
    sys.stdout.write(introduction(port))
    sys.stdout.flush()
    if not serve:
        return 0
    from phronesis.site.commands.running import refuse_unsafe, run_server  # noqa: PLC0415

    refuse_unsafe()
    run_server("127.0.0.1", port)
    return 0


def build(data: Path) -> None:
    """Set up an installation in `data`, which is empty, and let the story happen in it.

    The process that calls this belongs to it: Django reads one installation once.
    """
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    _configure(data, _keys_of(data), 8000)
    begin(data, make_keys=True)
    migrate_all(data)
    from phronesis.admission import desk  # noqa: PLC0415 -- after Django is awake
    from phronesis.demo import hospital  # noqa: PLC0415
    from phronesis.site import ticker  # noqa: PLC0415

    hospital.build(datetime.now(UTC), pass_for=desk.pass_for, tick=ticker.run_once)


def introduction(port: int) -> str:
    """What stands in the terminal: who one can be, the poster, and that nothing is real."""
    from phronesis.site.doors import demo  # noqa: PLC0415 -- after Django is awake

    address = f"http://localhost:{port}"
    lines = [
        "",
        "This is a demonstration. The hospital, its people and every word in it are invented.",
        "Mail goes to this console. Nothing leaves this machine.",
        "",
        *(f"  {part.about:<34}{address}{demo.way_in(part)}" for part in demo.PARTS),
        "",
        f"  {'the poster, without signing in':<34}{address}/in/{CODE}",
        f"  {'12 minutes past three at night':<34}{address}/write",
        "",
        "Nights begins in ten minutes; its room can be opened now. Ctrl-C ends the demonstration.",
        "",
    ]
    return "\n".join(lines)


def _template(data: Path, *, fresh: bool) -> Path:
    """The template for today, built where it is missing; older ones go."""
    shelf = data.parent / f"{data.name}-template"
    template = shelf / _name()
    if template.is_dir() and not fresh:
        return template
    shutil.rmtree(shelf, ignore_errors=True)
    unfinished = shelf / "unfinished"
    unfinished.mkdir(parents=True, mode=0o700)
    sys.stderr.write("Building the demonstration hospital. This takes a moment, once a day.\n")
    done = subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, "-m", "phronesis.site.demonstration", str(unfinished / "data")],
        env={k: v for k, v in os.environ.items() if not k.startswith("PHRONESIS_")},
        stdout=subprocess.DEVNULL,  # letters of the last five weeks
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Stop(f"The demonstration could not be built: {done.stderr[-2000:]}", 1)
    unfinished.rename(template)
    return template


def _name() -> str:
    """A hash of everything the story and the rules are made of, and of the day."""
    digest = hashlib.sha256(datetime.now(ZoneInfo(ZONE)).date().isoformat().encode())
    package = Path(str(files("phronesis")))
    for path in sorted(package.rglob("*")):
        if path.suffix in {".py", ".yaml"}:
            digest.update(str(path.relative_to(package)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _made_from(data: Path) -> str:
    try:
        return (data / MARKER).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def _copy(template: Path, data: Path) -> None:
    """The marker comes last: a copy that was interrupted is made again."""
    for source, to in ((template / "data-keys", _keys_of(data)), (template / "data", data)):
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(source, to)
    (data / MARKER).write_text(template.name, encoding="utf-8")


def _copy_again(template: Path, data: Path, port: int) -> None:
    """The evening is over: lay out the same hospital once more, with the same keys."""
    from django.db import connections  # noqa: PLC0415 -- after Django is awake

    connections.close_all()
    _copy(template, data)
    _configure(data, _keys_of(data), port)


def _keys_of(data: Path) -> Path:
    """Beside the data, and only here: a real installation keeps them elsewhere."""
    return data.parent / f"{data.name}-keys"


# Invented, with a number that rings nowhere: so that a visitor sees what an operator fills in.
CARE = """countries = ["IE"]
zone = "Europe/Dublin"

[[someone]]
name = "Yusuf Demir"
who = "Chaplain for all, any faith or none"
number = "555 0142"
hours = ["Mon-Fri 08:00-16:00", "Sat,Sun 20:00-07:30"]
place = "The quiet room behind the library"
keeps = "Keeps no notes. Tells nobody."
"""


def _configure(data: Path, keys: Path, port: int) -> None:
    (data / "care.toml").write_text(CARE, encoding="utf-8")
    (data / "phronesis.toml").write_text(
        f'address = "http://localhost:{port}"\nkeys = "{keys.resolve().as_posix()}"\n'
        f'organisation = "{ORGANISATION}"\nzone = "{ZONE}"\ndemonstration = true\n'
        f'care = "{(data / "care.toml").resolve().as_posix()}"\n',
        encoding="utf-8",
    )


def _is_over(at: datetime) -> bool:
    """Whether its room was closed, or it has begun and nobody is in it: it begins no more."""
    from phronesis.commons.rooms import queries as rooms  # noqa: PLC0415
    from phronesis.office.calendar import queries as calendar  # noqa: PLC0415

    facts = calendar.by_code(CODE)
    if facts is None:
        return True
    room = rooms.room(facts.id)
    if room is not None and room.closed_at is not None:
        return True  # closed early, perhaps before its planned beginning
    in_use = room is not None and at < facts.ends_at
    return facts.starts_at <= at and not in_use


def _begin_soon(at: datetime) -> None:
    """Move it to in ten minutes, unless it has begun; the letters about that are not printed."""
    from phronesis.office.calendar import operations, queries  # noqa: PLC0415
    from phronesis.site import ticker  # noqa: PLC0415
    from phronesis.site.doors import demo  # noqa: PLC0415

    facts = queries.by_code(CODE)
    if facts is None or facts.starts_at <= at:
        return
    soon = (at + SOON).replace(second=0, microsecond=0)
    facilitator = demo.person_behind(demo.FACILITATOR)
    operations.move(facts.id, starts_at=soon, by=facilitator.pk, at=at)
    with redirect_stdout(io.StringIO()):
        ticker.run_once(at)


def _main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    build(parser.parse_args().data)


if __name__ == "__main__":
    _main()
