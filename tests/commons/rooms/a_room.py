"""A room with the least data, and short ways to act in it."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from phronesis.admission.passes import GatheringFacts
from phronesis.commons.rooms import acts, bell
from phronesis.commons.rooms.acts import Act
from phronesis.commons.rooms.frames import Said
from phronesis.commons.rooms.models import Room
from phronesis.commons.rooms.operations import Receipt, open_room, perform
from phronesis.commons.rooms.operations.sitting import item_of

BEGINS = datetime(2026, 3, 12, 14, 15, tzinfo=UTC)
NOW = BEGINS + timedelta(minutes=5)
FORMAT = "moral-resilience-rounds"
ARRIVE, QUIET, ROUND, DIALOGUE, SOLUTION, KEEP, CLOSE = range(7)
A_SEAT = b"s" * 16


def facts(**other: Any) -> GatheringFacts:
    told = GatheringFacts(
        id=uuid4(),
        community=uuid4(),
        community_name="Nights",
        title="Thursday Round",
        code="BRIDGE",
        format_id=FORMAT,
        format_version=1,
        starts_at=BEGINS,
        ends_at=BEGINS + timedelta(hours=1),
        zone="Europe/London",
        facilitators=("Maren",),
    )
    return replace(told, **other)


def a_room(**other: Any) -> Room:
    return open_room(facts(**other), NOW)


def seat(number: int) -> bytes:
    return number.to_bytes(16, "big")


def act(
    room: UUID, kind: str, *, by: bytes = A_SEAT, act_id: UUID | None = None, **body: Any
) -> Act:
    standing = acts.standing_for(kind) or "phone"
    return acts.read(room, standing, by, {"id": str(act_id or uuid4()), "kind": kind, **body})


def do(room: Room, kind: str, *, at: datetime = NOW, **body: Any) -> Receipt:
    """One act by itself."""
    return perform([act(room.id, kind, **body)], at)[0]


def a_hash() -> str:
    return hashlib.sha256(secrets.token_bytes(16)).hexdigest()


def write(room: Room, *texts: str) -> list[UUID]:
    """Each text from a seat of its own; the ids of the words."""
    ids = [uuid4() for _ in texts]
    sent = [
        act(room.id, "text", by=seat(n), act_id=i, phase="quiet", text=text, code_hash=a_hash())
        for n, (i, text) in enumerate(zip(ids, texts, strict=True))
    ]
    assert all(receipt.taken for receipt in perform(sent, NOW))
    return [item_of(room.id, one) for one in ids]


def written_and_closed(count: int = 4) -> tuple[Room, list[UUID]]:
    room = a_room()
    do(room, "step", to=QUIET)
    ids = write(room, *(f"text number {n}" for n in range(count)))
    assert do(room, "close_writing", phase="quiet").taken
    return room, ids


def shown(count: int = 4) -> tuple[Room, list[UUID]]:
    room, ids = written_and_closed(count)
    for item in ids:
        assert do(room, "read", item=str(item), verdict="show").taken
    assert do(room, "show", phase="quiet").taken
    return room, ids


class Ears:
    """Hears every bell while it is open."""

    def __init__(self) -> None:
        self.heard: list[tuple[UUID, Said]] = []

    def __enter__(self) -> "Ears":
        self._stop = bell.listen(self._hear)
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def _hear(self, room: UUID, said: Sequence[Said]) -> None:
        self.heard += [(room, one) for one in said]

    def of(self, view: str) -> list[Said]:
        return [said for _room, said in self.heard if said.view == view]
