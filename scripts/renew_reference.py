"""Print the generated parts of the documentation anew: data map and configuration table.

    .venv/bin/python scripts/renew_reference.py

A test compares each part with the code, so a promise that changes shows as a changed line.
"""

import os
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def parts() -> dict[str, tuple[Path, Callable[[], str]]]:
    """Marker → the page it stands on, and what makes its content. Django must be awake."""
    from phronesis.site import config_table, data_map  # noqa: PLC0415 -- after Django is awake

    return {
        "data-map": (ROOT / "docs/how-to/approve.md", data_map.data_map),
        "configuration": (ROOT / "docs/reference/configuration.md", config_table.table),
    }


def renewed(page: str, marker: str, content: str) -> str:
    """The page with everything between its two markers replaced.

    Raises
    ------
    ValueError
        When the page does not hold the marker's pair exactly once.
    """
    start, end = f"<!-- {marker}:start -->", f"<!-- {marker}:end -->"
    pattern = re.compile(f"{re.escape(start)}.*?{re.escape(end)}", re.DOTALL)
    if len(pattern.findall(page)) != 1:
        raise ValueError(f"the page must hold {start} and {end} once")
    return pattern.sub(lambda _: f"{start}\n{content}{end}", page)


def main() -> None:
    from phronesis.site.commands.installation import begin  # noqa: PLC0415 -- wakes Django

    with tempfile.TemporaryDirectory() as folder:
        os.environ["PHRONESIS_DATA"] = folder
        os.environ["PHRONESIS_KEYS"] = f"{folder}/keys"
        begin(Path(folder), make_keys=True)
        for marker, (file, content) in parts().items():
            page = file.read_text(encoding="utf-8")
            file.write_text(renewed(page, marker, content()), encoding="utf-8")
            sys.stdout.write(f"{file.relative_to(ROOT)}: {marker}\n")


if __name__ == "__main__":
    main()
