"""Every command: what runs, what it is for, what it takes."""

import argparse
from typing import Any

from phronesis.site.commands import content, installation, running
from phronesis.site.commands.installation import manage
from phronesis.site.commands.stop import Stop

__all__ = ["COMMANDS", "Stop", "manage"]

Option = tuple[tuple[str, ...], dict[str, Any]]
HIGHEST_PORT = 65535


def _port(written: str) -> int:
    """A port that exists: with any other, the server would neither serve nor end."""
    try:
        port = int(written)
    except ValueError:
        port = 0
    if not 1 <= port <= HIGHEST_PORT:
        raise argparse.ArgumentTypeError(
            f"{written} is no port. Name one from 1 to {HIGHEST_PORT}."
        )
    return port


JSON: Option = (("--json",), {"action": "store_true", "help": "print one JSON object"})
PORT: Option = (("--port",), {"type": _port, "default": 8000, "help": "1 to 65535; default 8000"})

COMMANDS: dict[str, tuple[Any, str, list[Option]]] = {
    "demo": (
        running.demo,
        "build the demonstration hospital and serve it",
        [
            PORT,
            (("--fresh",), {"action": "store_true", "help": "build it anew"}),
            (("--no-serve",), {"action": "store_true", "help": "build it, then stop"}),
        ],
    ),
    "serve": (
        running.serve,
        "serve this installation",
        [
            (("--host",), {"default": "127.0.0.1"}),
            PORT,
            (("--workers",), {"type": int, "default": 1}),
        ],
    ),
    "setup": (installation.setup, "make keys and databases of a new installation", []),
    "migrate": (installation.migrate, "bring every plane to this version", []),
    "doctor": (installation.doctor, "say what is unsafe", [JSON]),
    "create-admin": (
        installation.create_admin,
        "make the first operator and print a sign-in link",
        [(("email",), {}), (("--name",), {"default": ""})],
    ),
    "tasks": (installation.tasks, "run the background work once", [JSON]),
    "formats": (
        content.formats,
        "list, check or show gathering formats",
        [
            (("what",), {"choices": ("list", "check", "show")}),
            (("target",), {"nargs": "?"}),
            JSON,
        ],
    ),
    "rehearse": (
        content.rehearse,
        "run a whole gathering with simulated people",
        [
            (("format",), {}),
            (("--people",), {"type": int, "default": 12}),
            (("--seed",), {"type": int, "default": 1}),
            JSON,
        ],
    ),
}
