"""`python -m tests.sabotage NAME serve --data DIR --port N`: as `phronesis`, but sabotaged."""

import sys

from phronesis.site import command
from phronesis.site.commands import running
from tests.sabotage.breaks import BREAKS, EARLY, LEAKS


def main(name: str, arguments: list[str]) -> None:
    """Start the server as always; break the one thing, most of them after Django is awake."""
    if name in EARLY:
        EARLY[name]()
        command.main(arguments)
    serve = running.run_server

    def sabotaged(host: str, port: int) -> None:
        (BREAKS | LEAKS)[name]()
        serve(host, port)

    running.run_server = sabotaged
    command.main(arguments)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
