"""What attacks and faults measured, for the promises page: test-output/measured.json."""

import fcntl
import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[1] / "test-output" / "measured.json"


def note(name: str, **figures: Any) -> None:
    """Keep the figures of one attack under its name; later runs replace them."""
    FILE.parent.mkdir(exist_ok=True)
    with FILE.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        known = json.loads(file.read() or "{}")
        known[name] = figures
        file.seek(0)
        file.truncate()
        file.write(json.dumps(known, indent=1, sort_keys=True) + "\n")
