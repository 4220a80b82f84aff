"""The close: a last sentence may still be kept; then the room ends for everybody."""

from phronesis.commons.rooms.frames import Frame, to_all

ACTS: frozenset[str] = frozenset({"keep", "harm", "know"})


def closed() -> tuple[Frame, ...]:
    return to_all("closed")
