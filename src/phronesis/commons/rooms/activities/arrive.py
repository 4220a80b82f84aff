"""Arriving: the ground rules, and a word shown in the room that no poster carries.

Whoever wants a say in what leaves types the word; the console and the stage show how many
slips were given, so that the room can compare the number with the heads.
"""

from phronesis.commons.rooms.frames import CONSOLE, STAGE, Frame

ACTS: frozenset[str] = frozenset()


def word(digits: str) -> tuple[Frame, ...]:
    """The room's four digits, never sent to a phone."""
    return tuple(Frame(view, "word", ref={"digits": digits}) for view in (CONSOLE, STAGE))


def slips(given: int) -> tuple[Frame, ...]:
    """How many slips were given so far."""
    return tuple(Frame(view, "slips", ref={"given": given}) for view in (CONSOLE, STAGE))
