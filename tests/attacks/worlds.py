"""Worlds for the assignment attack: one circle, many gatherings, and who wrote what.

Everything that reaches a table goes through the operations that the server calls. Only the
test knows the truth; the attacker knows who came, in which order they sat down and wrote, how
long each tends to write, and one thing about everybody's work that may stand in a text.
"""

import hashlib
import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from phronesis import formats
from phronesis.admission import keys
from phronesis.admission.passes import GatheringFacts, Pass
from phronesis.ballot.models import GatheringKeys
from phronesis.ballot.operations import issuing
from phronesis.commons.rooms import queries
from phronesis.commons.rooms.acts import Act, coming_in
from phronesis.commons.rooms.operations import open_room, perform
from phronesis.commons.rooms.operations.sitting import item_of
from phronesis.commons.voices import operations as voices

FORMAT = "moral-resilience-rounds"
BEGIN = datetime(2026, 1, 1, 14, 15, tzinfo=UTC)
COMES, WRITES, RAISES = 0.75, 0.9, 0.3
WORDS = ("night", "bay", "family", "consent", "oxygen", "drip", "waiting", "handover", "sister")
SCRIPT = formats.load(FORMAT)
QUIET, ROUND = SCRIPT.phases[1], SCRIPT.phases[2]
Break = Callable[["World", "Held"], None]


@dataclass(frozen=True)
class Member:
    """`known_for` is what colleagues know; `length` how long this person tends to write."""

    holder: Pass
    known_for: str
    length: int


@dataclass
class Held:
    """One gathering as it was: who came (in order), and the truth about rows."""

    id: UUID
    came: list[int]
    wrote: dict[UUID, int] = field(default_factory=dict)
    seats: dict[bytes, int] = field(default_factory=dict)


@dataclass
class World:
    seed: int
    people: int = 12
    gatherings: int = 24
    members: list[Member] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)

    def build(self, spoil: Break | None = None) -> "World":
        chance, community = random.Random(self.seed), uuid4()
        for number in range(self.people):
            handle = keys.mac("office", secrets.token_bytes(32))
            known_for = f"{secrets.token_hex(3)}{number}"
            self.members.append(
                Member(Pass(community, handle), known_for, 40 + 60 * number + chance.randint(0, 20))
            )
        for week in range(self.gatherings):
            came = [n for n in range(self.people) if chance.random() < COMES] or [0]
            chance.shuffle(came)
            held = Held(uuid4(), came)
            self._hold(held, chance, BEGIN + timedelta(weeks=week))
            self.held.append(held)
            if spoil:
                spoil(self, held)
        return self

    def _hold(self, held: Held, chance: random.Random, at: datetime) -> None:
        community = self.members[0].holder.community
        open_room(facts(held.id, community, at), at)
        GatheringKeys.objects.create(gathering=held.id, issuers=[], seals=[], fingerprint="")
        seat_in_room = {n: secrets.token_bytes(16) for n in held.came}
        for number in held.came:
            seat = voices.seat(self.members[number].holder, held.id)
            blinded = [secrets.token_bytes(256) for _ in range(issuing.ROUNDS)]
            issuing.give_slips(held.id, seat=seat, blinded=blinded)
            held.seats[seat] = number
        perform([coming_in(held.id) for _ in held.came], at)
        self._write(held, chance, seat_in_room, at)
        raising = [n for n in held.came if chance.random() < RAISES]
        console(held.id, at, "step", to=2)
        take([phone(held.id, seat_in_room[n], "hand") for n in raising], at)
        for _hand in raising:
            console(held.id, at, "next_hand")
        console(held.id, at, "close")

    def _write(
        self, held: Held, chance: random.Random, seats: dict[int, bytes], at: datetime
    ) -> None:
        console(held.id, at, "step", to=1)
        acts = []
        for number in held.came:
            seat = seats[number]
            if chance.random() < WRITES:
                text = phone(held.id, seat, "text", **self._text(self.members[number], chance))
                held.wrote[item_of(held.id, text.id)] = number
                acts.append(text)
            acts.append(phone(held.id, seat, "ready", phase=QUIET.id))
        while acts:  # as the writer gathers them: a few at a time, in the order they came
            together, acts = acts[: (size := chance.randint(1, 4))], acts[size:]
            take(together, at)
        console(held.id, at, "close_writing", phase=QUIET.id)
        shown = [text.id for text in queries.texts_to_read(held.id, QUIET.id)]
        chance.shuffle(shown)
        reads = [
            act(held.id, "console", b"", "read", item=item, verdict="show", reason="")
            for item in shown
        ]
        take(reads, at)
        if len(shown) >= 4:
            console(held.id, at, "show", phase=QUIET.id)
            knowing = [s for s in seats.values() if chance.random() < 0.4]
            take([phone(held.id, s, "know", item=chance.choice(shown)) for s in knowing], at)

    @staticmethod
    def _text(member: Member, chance: random.Random) -> dict[str, str]:
        text = member.known_for
        while len(text) < member.length:
            text += " " + chance.choice(WORDS)
        code = hashlib.sha256(secrets.token_bytes(16)).hexdigest()
        return {"phase": QUIET.id, "text": text, "code_hash": code}


def facts(gathering: UUID, community: UUID, at: datetime) -> GatheringFacts:
    return GatheringFacts(
        id=gathering,
        community=community,
        community_name="Nights",
        title="Round",
        code=secrets.token_hex(3).upper(),
        format_id=FORMAT,
        format_version=SCRIPT.version,
        starts_at=at,
        ends_at=at + timedelta(hours=1),
        zone="UTC",
    )


def act(room: UUID, standing: str, seat: bytes, kind: str, **fields: object) -> Act:
    return Act(room, uuid4(), kind, standing, seat, fields)


def phone(room: UUID, seat: bytes, kind: str, **fields: object) -> Act:
    return act(room, "phone", seat, kind, **fields)


def console(room: UUID, at: datetime, kind: str, **fields: object) -> None:
    take([act(room, "console", b"", kind, **fields)], at)


def take(acts: list[Act], at: datetime) -> None:
    refused = [receipt for receipt in perform(acts, at) if not receipt.taken]
    assert not refused, refused
