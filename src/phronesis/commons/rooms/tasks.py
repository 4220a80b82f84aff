"""What falls due: rooms nobody ended, words past their keeping, keys that lock nothing."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from phronesis.commons.rooms import bell
from phronesis.commons.rooms.models import Carried, Contribution, Room
from phronesis.commons.rooms.operations import carrying, end_room, withdrawing
from phronesis.vault import operations as vault

COMMONS = "commons"


def due(at: datetime) -> int:
    """Do what is due now; how many things were done. Running it again does nothing more."""
    done = (end_overdue(at), withdrawing.let_leave(at), erase_past_keeping(at), forget_carried())
    return sum(done)


def end_overdue(at: datetime) -> int:
    """End rooms whose record closes at the latest now."""
    overdue = Room.objects.filter(closed_at=None, closes_by__lte=at).values_list("pk", flat=True)
    return sum(end_room(room, at) for room in list(overdue))


def erase_past_keeping(at: datetime) -> int:
    """Erase rooms whose keeping has ended: keys first, then words, hands, marks and log."""
    past = Room.objects.filter(closed_at__isnull=False, erase_on__lte=at.date())
    rooms = list(past.values_list("pk", flat=True))
    for room in rooms:
        _erase(room)
    return len(rooms)


def _erase(room: UUID) -> None:
    items = Contribution.objects.filter(room=room).values_list("pk", flat=True)
    vault.erase(list(items))
    with transaction.atomic(using=COMMONS):
        Room.objects.filter(pk=room).delete()
    bell.forget(room)


def forget_carried() -> int:
    """Finish what a crash may have left: nothing stays carried to a room that has ended."""
    waiting = set(Carried.objects.values_list("gathering", flat=True).distinct())
    ended = Room.objects.filter(pk__in=waiting, closed_at__isnull=False)
    rooms = list(ended.values_list("pk", flat=True))
    for room in rooms:
        carrying.withdraw_offer(room)
    return len(rooms)
