"""The `phronesis` command.

Exit status: 0 done, 1 the answer is no or something was found wrong, 2 wrong usage or input.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from phronesis import __version__
from phronesis.site import commands


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit status."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    if arguments[:1] == ["manage"]:
        sys.exit(commands.manage(arguments[1:]))
    options = _parser().parse_args(arguments)
    os.environ["PHRONESIS_DATA"] = str(options.data)
    if options.config:
        os.environ["PHRONESIS_CONFIG"] = str(options.config)
    try:
        sys.exit(options.run(options))
    except commands.Stop as stop:
        sys.stderr.write(f"{stop}\n")
        sys.exit(stop.status)
    except KeyboardInterrupt:
        sys.exit(130)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="phronesis", description=__doc__.splitlines()[0])
    parser.add_argument("--version", action="version", version=f"phronesis {__version__}")
    kinds = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, (run, about, options) in commands.COMMANDS.items():
        command = kinds.add_parser(name, help=about, description=about)
        command.add_argument(
            "--data", type=Path, default=Path(os.environ.get("PHRONESIS_DATA", "data"))
        )
        command.add_argument("--config", type=Path)
        for flags, settings in options:
            command.add_argument(*flags, **settings)
        command.set_defaults(run=run)
    return parser
