"""Six letters, of an invitation or a poster: read from a wall, said aloud, typed with one thumb."""

import re
import secrets

LENGTH = 6
# No vowels, so that no word forms by chance; nothing that looks like a digit or like another.
LETTERS = "BCDFGHJKMNPRTVWX"
_CODE = re.compile(rf"[A-Z]{{{LENGTH}}}")


def draw() -> str:
    """A code drawn by lot; whoever stores it makes sure that it is the only one."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def normalised(typed: str) -> str:
    """What was typed, as it is stored: capitals, without spaces and dashes."""
    return re.sub(r"[\s-]", "", typed).upper()


def is_code(text: str) -> bool:
    """Whether this can be a code. Somebody may choose a word such as BRIDGE by hand."""
    return _CODE.fullmatch(text) is not None
