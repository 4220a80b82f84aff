"""What the calendar does by itself, as often as it is asked. Twice changes nothing."""

from datetime import datetime

from phronesis.office.calendar import operations


def due(at: datetime) -> int:
    """Write gatherings ahead, close records, turn the hours, erase answers, send letters."""
    return (
        operations.materialise(at)
        + operations.close_forgotten(at)
        + operations.turn_hours(at)
        + operations.erase_answers(at)
        + operations.write_invitations(at)
        + operations.send_due(at)
    )
