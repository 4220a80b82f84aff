"""What falls due about circles: requests to forget."""

from datetime import datetime

from phronesis.office.communities import operations


def due(at: datetime) -> int:
    """Forget the requests whose fourteen days are over; how many. Twice is once."""
    return operations.forget_requests(at)
