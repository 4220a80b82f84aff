"""What happens in a room. Every act goes through `perform`; the calendar opens and ends rooms."""

from phronesis.commons.rooms.operations import carrying, cookies
from phronesis.commons.rooms.operations.acting import perform
from phronesis.commons.rooms.operations.carrying import offer as prepare
from phronesis.commons.rooms.operations.done import Outcome, Receipt
from phronesis.commons.rooms.operations.opening import end_room, open_room, tell_slips

__all__ = [
    "Outcome",
    "Receipt",
    "carrying",
    "cookies",
    "end_room",
    "open_room",
    "perform",
    "prepare",
    "tell_slips",
]
