"""What we keep: one sentence, three minutes, may be nothing."""

from phronesis.commons.rooms.activities import round_of_hands
from phronesis.commons.rooms.frames import Frame, to_all

ACTS: frozenset[str] = round_of_hands.ACTS | {"keep", "harm"}


def kept(item: str) -> tuple[Frame, ...]:
    return to_all("kept", item=item)
