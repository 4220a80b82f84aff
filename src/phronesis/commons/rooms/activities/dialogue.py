"""Dialogue: people speak; the room offers hands and otherwise keeps quiet."""

from phronesis.commons.rooms.activities import round_of_hands

ACTS: frozenset[str] = round_of_hands.ACTS
