"""Looking for a solution. Before a concern is drafted the room is asked one thing:
*Could somebody be harmed before Monday?* The answer is the facilitator's to note."""

from phronesis.commons.rooms.activities import round_of_hands
from phronesis.commons.rooms.frames import CONSOLE, Frame

ACTS: frozenset[str] = round_of_hands.ACTS | {"harm"}


def harm(*, answer: bool) -> tuple[Frame, ...]:
    return (Frame(CONSOLE, "harm", ref={"answer": answer}),)
