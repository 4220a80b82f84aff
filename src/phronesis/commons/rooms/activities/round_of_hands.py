"""A round: hands are raised, and who has not spoken yet comes first.

The console sees how many wait. Every phone is told which hand is next and compares it with
its own. The stage is told nothing.
"""

from phronesis.commons.rooms.frames import CONSOLE, PHONE, Frame

ACTS: frozenset[str] = frozenset({"hand", "next_hand", "know"})


def hands(waiting: int) -> tuple[Frame, ...]:
    return (Frame(CONSOLE, "hands", ref={"waiting": waiting}),)


def next_hand(hand: str | None) -> tuple[Frame, ...]:
    """Which hand is next; None when the one before has spoken and nobody waits."""
    return (Frame(PHONE, "next_hand", ref={"hand": hand}),)
