"""Commands about formats and rehearsals. They start no Django of their own."""

import sys
from argparse import Namespace

from phronesis.site.commands.stop import Stop


def formats(options: Namespace) -> int:
    from phronesis.formats import command  # noqa: PLC0415

    if options.what == "list":
        answer = command.list_formats(as_json=options.json)
    elif options.target is None:
        wanted = "file" if options.what == "check" else "format id"
        raise Stop(f"phronesis formats {options.what} needs a {wanted}.")
    elif options.what == "check":
        answer = command.check_format(options.target, as_json=options.json)
    else:
        answer = command.show_format(options.target, as_json=options.json)
    to = sys.stdout if answer.status == 0 or options.json else sys.stderr
    to.write(answer.text.rstrip("\n") + "\n")
    return int(answer.status)


def rehearse(options: Namespace) -> int:
    from phronesis.demo import rehearsal  # noqa: PLC0415

    return rehearsal.command(
        options.format, people=options.people, seed=options.seed, as_json=options.json
    )
