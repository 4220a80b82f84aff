"""The six letters of an invitation: read from a wall, said aloud, typed with one thumb."""

import re
import secrets

LENGTH = 6
# No vowels, so that no word forms by chance; nothing that looks like a digit or like another.
LETTERS = "BCDFGHJKMNPRTVWX"


def draw() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def normalised(typed: str) -> str:
    """What was typed, as it is stored: capitals, without spaces and dashes."""
    return re.sub(r"[\s-]", "", typed).upper()
