"""What is done in a phase: for each activity, the acts it allows and the frames it makes.

Every module is plain data and pure functions; what an act changes stands in `operations`.
"""

from collections.abc import Mapping

from phronesis.commons.rooms.activities import (
    arrive,
    close,
    dialogue,
    keep,
    round_of_hands,
    silent_writing,
    solution,
)

ALWAYS = frozenset({"step", "pause", "close", "hand_down"})
ACTS: Mapping[str, frozenset[str]] = {
    "arrive": arrive.ACTS,
    "silent-writing": silent_writing.ACTS,
    "round": round_of_hands.ACTS,
    "dialogue": dialogue.ACTS,
    "solution": solution.ACTS,
    "keep": keep.ACTS,
    "close": close.ACTS,
}


def allows(activity: str, kind: str) -> bool:
    """Whether a phase with this activity allows this kind of act."""
    return kind in ALWAYS or kind in ACTS.get(activity, frozenset())
