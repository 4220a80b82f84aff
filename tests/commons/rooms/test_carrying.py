"""Carried texts, words taken back, and what falls due."""

import hashlib
import secrets
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from phronesis.commons.rooms import queries, tasks
from phronesis.commons.rooms.models import Carried, Contribution, LogEntry, Room
from phronesis.commons.rooms.operations import carrying, open_room
from phronesis.commons.rooms.operations.withdrawing import take_back
from phronesis.vault import hpke, slots
from phronesis.vault.models import ItemKey

from .a_room import BEGINS, KEEP, NOW, QUIET, a_room, do, facts, shown, write

pytestmark = pytest.mark.django_db
A_SLOT = (BEGINS + timedelta(days=1)).replace(hour=6, minute=2)


def a_code() -> tuple[str, str]:
    code = secrets.token_bytes(16)
    return code.hex(), hashlib.sha256(code).hexdigest()


def carry(told, text, code_hash=None):
    offer = carrying.offer(told)
    padded = text.encode().ljust(8192, b"\0")
    sealed = hpke.seal(offer.public_key, carrying.INFO, offer.audience, padded)
    return carrying.carry(told.id, code_hash or a_code()[1], sealed)


def opened_with(told, texts):
    room = open_room(told, NOW)
    do(room, "step", to=QUIET)
    write(room, *texts)
    do(room, "close_writing", phase="quiet")
    return room


def to_read(room):
    items = queries.state(room.id, "console")["to_read"]["quiet"]["items"]
    return {item["text"]: item["carried"] for item in items}


def test_a_carried_text_is_mixed_in_when_there_are_four_in_all():
    told = facts()
    assert carry(told, "from the night")
    room = opened_with(told, ["one", "two", "three"])
    assert to_read(room) == {"one": False, "two": False, "three": False, "from the night": True}
    assert not Carried.objects.exists()


def test_a_carried_text_stays_sealed_while_there_are_fewer():
    told = facts()
    carry(told, "from the night")
    room = opened_with(told, ["one", "two"])
    assert to_read(room) == {"one": False, "two": False}
    assert Carried.objects.count() == 1
    do(room, "reopen_writing", phase="quiet")
    write(room, "three")
    do(room, "close_writing", phase="quiet")
    assert to_read(room)["from the night"] is True


def test_nobody_is_told_that_something_was_carried_before_it_is_opened():
    told = facts()
    carry(told, "from the night")
    room = open_room(told, NOW)
    do(room, "step", to=QUIET)
    write(room, "one", "two")
    assert queries.state(room.id, "console")["written"]["quiet"]["count"] == 2


def test_what_was_not_opened_is_erased_unopened_when_the_room_ends():
    told = facts()
    carry(told, "from the night")
    room = opened_with(told, ["one"])
    do(room, "close")
    assert not Carried.objects.exists()
    assert slots.read(f"carry-{told.id}") is None


@pytest.mark.parametrize("change", [{"facilitators": ("Somebody else",)}, {"kind": "all-ranks"}])
def test_when_facilitator_or_kind_changes_it_is_erased_unopened(change):
    told = facts()
    before = carrying.offer(told).public_key
    carry(told, "for Maren's room")
    after = carrying.offer(replace(told, **change)).public_key
    assert before != after
    assert not Carried.objects.exists()


def test_a_change_nobody_announced_is_noticed_when_the_room_opens():
    told = facts()
    carry(told, "for Maren's room")
    open_room(replace(told, facilitators=("Somebody else",)), NOW)
    assert not Carried.objects.exists()


def test_what_was_sealed_to_another_audience_does_not_open():
    told = facts()
    offer = carrying.offer(told)
    sealed = hpke.seal(offer.public_key, carrying.INFO, b"x" * 32, b"misled")
    carrying.carry(told.id, a_code()[1], sealed)
    room = opened_with(told, ["one", "two", "three"])
    assert to_read(room) == {"one": False, "two": False, "three": False}


def test_asking_for_the_key_again_gives_the_same_key():
    told = facts()
    assert carrying.offer(told) == carrying.offer(told)
    assert carrying.public_key(told.id) == carrying.offer(told).public_key
    assert carrying.public_key(facts().id) is None


def test_a_text_can_be_taken_back_until_the_gathering_begins():
    told = facts()
    code, code_hash = a_code()
    carry(told, "not after all", code_hash)
    take_back(told.id, hashlib.sha256(bytes.fromhex(code)).hexdigest())
    assert not Carried.objects.exists()


def test_once_the_room_is_open_nothing_more_can_be_carried():
    told = facts()
    carrying.offer(told)
    open_room(told, NOW)
    assert not carry(told, "too late")


def test_the_same_text_carried_twice_is_one():
    told = facts()
    code_hash = a_code()[1]
    carry(told, "once", code_hash)
    carry(told, "once", code_hash)
    assert Carried.objects.count() == 1


def test_a_text_taken_back_leaves_at_the_next_slot_and_not_before():
    room, ids = shown(5)
    text = Contribution.objects.get(pk=ids[0])
    take_back(room.id, text.code_hash)
    tasks.due(A_SLOT - timedelta(hours=3))
    assert len(queries.state(room.id, "phone")["wall"]["quiet"]["items"]) == 5
    tasks.due(A_SLOT)
    wall = queries.state(room.id, "phone")["wall"]["quiet"]["items"]
    assert str(ids[0]) not in {item["id"] for item in wall}
    assert len(wall) == 4
    assert not ItemKey.objects.filter(item=ids[0]).exists()


def test_a_code_of_nothing_changes_nothing():
    room, _ids = shown()
    take_back(room.id, a_code()[1])
    assert tasks.due(A_SLOT) == 0


def test_sending_a_taken_back_text_again_does_not_bring_it_back():
    room, act_id, (_code, code_hash) = a_room(), uuid4(), a_code()
    do(room, "step", to=QUIET)
    sent = {"act_id": act_id, "phase": "quiet", "text": "once", "code_hash": code_hash}
    do(room, "text", **sent)
    text = Contribution.objects.get(code_hash=code_hash)
    take_back(room.id, text.code_hash)
    tasks.due(A_SLOT)
    again = do(room, "text", **(sent | {"text": "again"}))
    assert again.taken
    assert Contribution.objects.get().state == "withdrawn"


def test_a_room_nobody_ended_ends_a_day_after_its_planned_end():
    room = open_room(facts(), NOW)
    assert tasks.due(BEGINS + timedelta(hours=24)) == 0
    assert tasks.due(BEGINS + timedelta(hours=25)) == 1
    assert tasks.due(BEGINS + timedelta(hours=25)) == 0
    assert queries.state(room.id, "phone")["closed"] == {}


def test_after_its_keeping_everything_of_a_room_is_gone():
    room, _ids = shown()
    do(room, "step", to=KEEP)
    do(room, "keep", text="what stays is elsewhere")
    do(room, "hand")
    do(room, "close")
    keys_before = ItemKey.objects.count()
    assert keys_before >= 5
    assert tasks.due(NOW + timedelta(days=30)) == 0
    assert tasks.due(NOW + timedelta(days=32)) == 1
    assert not Room.objects.exists()
    assert not LogEntry.objects.exists()
    assert not Contribution.objects.exists()
    assert not ItemKey.objects.exists()


def test_erasing_goes_on_after_a_crash_between_keys_and_words():
    room, ids = shown()
    do(room, "close")
    ItemKey.objects.filter(item__in=ids).delete()
    assert queries.state(room.id, "phone")["wall"]["quiet"]["items"] == []
    tasks.due(NOW + timedelta(days=32))
    assert not Room.objects.exists()
