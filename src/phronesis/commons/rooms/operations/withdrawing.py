"""Taking words back by their return code, and the slots at which it takes effect."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from phronesis.commons.rooms import bell
from phronesis.commons.rooms.activities import silent_writing
from phronesis.commons.rooms.models import Act, Carried, Contribution, Room
from phronesis.commons.rooms.operations.sitting import Sitting, item_of, said_in, save
from phronesis.vault import operations as vault

COMMONS = "commons"
SLOT_HOURS: Final = 6
SLOT_MINUTES: Final = 10


def take_back(gathering: UUID, code_hash: str) -> None:
    """Take back whatever this code belongs to; the answer is the same where it belongs to nothing.

    A text still on its way is gone at once. One that is in the room leaves at the next slot,
    so that the hour of its going says nothing about who wrote it.
    """
    with transaction.atomic(using=COMMONS):
        Carried.objects.filter(gathering=gathering, code_hash=code_hash).delete()
        Contribution.objects.filter(
            room=gathering, code_hash=code_hash, kind="text", state__in=("waiting", "shown", "held")
        ).update(leaving=True)


def is_slot(at: datetime) -> bool:
    """Four times a day, for ten minutes: when what was taken back leaves."""
    return at.hour % SLOT_HOURS == 0 and at.minute < SLOT_MINUTES


def let_leave(at: datetime) -> int:
    """At a slot: destroy the keys of what was taken back, and show the walls without it."""
    if not is_slot(at):
        return 0
    leaving = list(Contribution.objects.filter(leaving=True).values_list("id", "room"))
    if not leaving:
        return 0
    vault.erase([item for item, _room in leaving])
    for room in {room for _item, room in leaving}:
        _leave_room(room, at)
    return len(leaving)


def _leave_room(room_id: UUID, at: datetime) -> None:
    with transaction.atomic(using=COMMONS):
        sitting = Sitting(Room.objects.select_for_update().get(pk=room_id), at)
        texts = list(Contribution.objects.filter(room=room_id, leaving=True).defer("body"))
        Act.objects.filter(id__in=_acts_of(room_id, {text.id for text in texts})).update(digest="")
        Contribution.objects.filter(id__in=[text.id for text in texts]).update(
            state="withdrawn", leaving=False, reason="", body=b""
        )
        for phase in sorted({text.phase for text in texts if text.state == "shown"}):
            _show_rest(sitting, phase)
        save([sitting])
    bell.ring(room_id, said_in(sitting))
    bell.forget(room_id)


def _acts_of(room: UUID, items: set[UUID]) -> list[UUID]:
    """The acts that brought these items; nothing stored says so."""
    acts = Act.objects.filter(room=room).values_list("id", flat=True)
    return [act for act in acts if act in items or item_of(room, act) in items]


def _show_rest(sitting: Sitting, phase: str) -> None:
    if sitting.room.progress.get(phase, {}).get("writing") == "shown":
        rest = Contribution.objects.filter(
            room=sitting.room, phase=phase, kind="text", state="shown"
        )
        items = [str(item) for item in rest.values_list("id", flat=True)]
        sitting.say(silent_writing.wall(phase, items))
