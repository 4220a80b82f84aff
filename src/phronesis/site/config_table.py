"""The table of configuration keys, for the reference page."""

from dataclasses import MISSING, Field, fields
from pathlib import Path
from typing import Any

from phronesis.site.config import SECRET, Config

# The folder is named on the command line and may not be changed by a file that lies in it.
PLACE = "data"


def table() -> str:
    """Markdown: key, what it is, its default, the variable that overrides it."""
    lines = ["| key | what it is | default | variable |", "|---|---|---|---|"]
    lines += [_row(field) for field in fields(Config) if field.name != PLACE]
    return "\n".join(lines) + "\n"


def _row(field: "Field[Any]") -> str:
    about = str(field.metadata["about"])
    if field.name in SECRET:
        about += " (secret)"
    return f"| `{field.name}` | {about} | {_default(field)} | `PHRONESIS_{field.name.upper()}` |"


def _default(field: "Field[Any]") -> str:
    """As it would be written in the file."""
    value = None if field.default is MISSING else field.default
    match value:
        case None | "":
            return "empty"
        case bool():
            return f"`{str(value).lower()}`"
        case tuple():
            return "`[" + ", ".join(f'"{part}"' for part in value) + "]`"
        case Path() | str():
            return f'`"{value}"`'
        case _:
            return f"`{value}`"
