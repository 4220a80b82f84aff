"""Opening a room, and what other rooms of the house tell it."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from phronesis.admission.passes import GatheringFacts
from phronesis.commons.rooms import bell
from phronesis.commons.rooms.activities import arrive
from phronesis.commons.rooms.models import Room
from phronesis.commons.rooms.operations import carrying
from phronesis.commons.rooms.operations.sitting import Sitting, said_in, save
from phronesis.commons.rooms.operations.steps import end, enter_phase

COMMONS = "commons"
OPENS_BEFORE = timedelta(minutes=15)
CLOSES_AFTER = timedelta(hours=24)


def open_room(facts: GatheringFacts, at: datetime) -> Room:
    """The room of this gathering, opened if it was not: the same one however often asked.

    Its word, four digits, is shown on console and stage and nowhere else.
    """
    with transaction.atomic(using=COMMONS):
        known = Room.objects.select_for_update().filter(pk=facts.id).first()
        if known:
            return known
        offered = carrying.standing_offer(facts.id)
        if offered and offered.audience != carrying.audience(facts):
            carrying.erase_unopened(facts.id)
        closes_by = facts.ends_at + CLOSES_AFTER
        room = Room(
            id=facts.id,
            community=facts.community,
            code=facts.code,
            word=f"{secrets.randbelow(10_000):04d}",
            format_id=facts.format_id,
            format_version=facts.format_version,
            capacity=facts.capacity,
            opened_at=at,
            phase_opened_at=at,
            closes_by=closes_by,
            erase_on=(closes_by + timedelta(days=facts.retention_days)).date(),
        )
        Room.objects.bulk_create([room])
        sitting = Sitting(room, at)
        sitting.say(arrive.word(room.word))
        enter_phase(sitting, 0)
        save([sitting])
    bell.ring(room.id, said_in(sitting))
    return room


def tell_slips(room_id: UUID, given: int, at: datetime) -> None:
    """How many slips were given, shown so that the room can compare it with the heads."""
    with transaction.atomic(using=COMMONS):
        room = Room.objects.select_for_update().filter(pk=room_id, closed_at=None).first()
        if room is None or room.slips == given:
            return
        sitting = Sitting(room, at)
        room.slips = given
        sitting.say(arrive.slips(given))
        save([sitting])
    bell.ring(room_id, said_in(sitting))


def end_room(room_id: UUID, at: datetime) -> bool:
    """End a room that nobody ended. False where it had ended."""
    with transaction.atomic(using=COMMONS):
        room = Room.objects.select_for_update().filter(pk=room_id, closed_at=None).first()
        if room is None:
            return False
        sitting = Sitting(room, at)
        end(sitting)
        save([sitting])
    for step in sitting.afterwards:
        step()
    bell.ring(room_id, said_in(sitting))
    return True
