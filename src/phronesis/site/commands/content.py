"""Commands about formats and rehearsals. They start no Django of their own."""

import sys
from argparse import Namespace
from pathlib import Path

from phronesis.site.commands.stop import Stop


def formats(options: Namespace) -> int:
    from phronesis.formats import command  # noqa: PLC0415

    if options.what == "list":
        status, text = command.list_formats(as_json=options.json)
    elif options.target is None:
        wanted = "file" if options.what == "check" else "format id"
        raise Stop(f"phronesis formats {options.what} needs a {wanted}.")
    elif options.what == "check":
        status, text = command.check(Path(options.target))
    else:
        status, text = command.show(options.target)
    (sys.stdout if status == 0 else sys.stderr).write(text.rstrip("\n") + "\n")
    return status


def rehearse(options: Namespace) -> int:
    from phronesis.demo import rehearsal  # noqa: PLC0415

    return rehearsal.command(
        options.format, people=options.people, seed=options.seed, as_json=options.json
    )
