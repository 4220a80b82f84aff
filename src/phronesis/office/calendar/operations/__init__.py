"""What happens on the calendar."""

from phronesis.office.calendar.operations.feeds import make_feed_secret
from phronesis.office.calendar.operations.gatherings import (
    answer,
    call_off,
    erase_answers,
    hold,
    move,
    name_code,
    sponsor,
)
from phronesis.office.calendar.operations.letters import send_due, write_invitations
from phronesis.office.calendar.operations.letting_go import (
    close_forgotten,
    close_record,
    open_next_round,
    settle,
    turn_hours,
)
from phronesis.office.calendar.operations.series import (
    SeriesPlan,
    end_series,
    materialise,
    schedule_series,
)

__all__ = [
    "SeriesPlan",
    "answer",
    "call_off",
    "close_forgotten",
    "close_record",
    "end_series",
    "erase_answers",
    "hold",
    "make_feed_secret",
    "materialise",
    "move",
    "name_code",
    "open_next_round",
    "schedule_series",
    "send_due",
    "settle",
    "sponsor",
    "turn_hours",
    "write_invitations",
]
