"""Phones in a room: they write, know, raise a hand, hold slips and let go.

A phone here has a seat drawn by lot and slips nobody can join to it. Which member it belongs to
is known for as long as its slips are asked for, and kept nowhere.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from phronesis.admission.passes import Pass
from phronesis.ballot import queries as ballot
from phronesis.ballot.operations import casting, issuing, keys
from phronesis.commons.rooms import operations as rooms
from phronesis.commons.rooms.acts import Act, coming_in, read
from phronesis.commons.voices import operations as voices
from phronesis.demo.rehearsal import crypto


class StoryError(Exception):
    """The house refused what the story tells: the demonstration is not built."""


@dataclass(slots=True)
class Phone:
    """One phone in one room; `slips` are in the order of the rounds of letting go."""

    room: UUID
    seat: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    slips: list[dict[str, str]] = field(default_factory=list)

    def come_in(self, at: datetime) -> None:
        perform(coming_in(self.room), at)

    def do(self, kind: str, at: datetime, **body: Any) -> None:
        act(self.room, "phone", self.seat, kind, at, **body)

    def write(self, phase: str, words: str, at: datetime) -> None:
        self.do("text", at, phase=phase, text=words, code_hash=fresh_hash())

    def collect_slips(self, holder: Pass) -> None:
        """As the door does it: what is signed is blinded, and goes with a seat."""
        public = ballot.keys_of(self.room)
        if public is None:
            raise StoryError("there are no keys for this gathering")
        asked = [crypto.ask(crypto.unb64(issuer)) for issuer in public.issuers]
        signatures = issuing.give_slips(
            self.room,
            seat=voices.seat(holder, self.room),
            blinded=[one.blinded for one in asked],
        )
        self.slips = [crypto.finish(a, s) for a, s in zip(asked, signatures, strict=True)]

    def let_go(self, answers: Mapping[UUID, str]) -> None:
        """Seal an answer to the sheet that is open now."""
        sheet, public = ballot.open_sheet_of(self.room), ballot.keys_of(self.room)
        key = keys.sheet_key(self.room)
        if sheet is None or public is None or key is None:
            raise StoryError("no sheet is open")
        body = {
            "slip": self.slips[sheet.round],
            "answers": {str(text): answer for text, answer in answers.items()},
            "withdraw": {str(text): fresh_hash() for text in answers},
        }
        point = crypto.unb64(public.seals[sheet.round])
        sealed = crypto.seal_answer(point, sheet.hash, key, body)
        casting.cast(sheet, sealed=crypto.unb64(sealed["sealed"]), tag=crypto.unb64(sealed["tag"]))


def act(room: UUID, standing: str, seat: bytes, kind: str, at: datetime, **body: Any) -> None:
    """One act, read from JSON as it comes over the wire.

    Raises
    ------
    StoryError
        When the room refuses it.
    """
    perform(read(room, standing, seat, {"id": str(uuid4()), "kind": kind, **body}), at)


def perform(one: Act, at: datetime) -> None:
    receipt = rooms.perform([one], at)[0]
    if not receipt.taken:
        raise StoryError(f"{one.kind}: {receipt.outcome} {receipt.reason}")


def carry(gathering: UUID, words: str) -> None:
    """Send a text to a gathering to come, sealed to whoever was told to read it there."""
    offer = rooms.carrying.standing_offer(gathering)
    if offer is None:
        raise StoryError("nothing can be carried there")
    plain = words.encode().ljust(rooms.carrying.FILLED, b"\0")
    sealed = crypto.seal(offer.public_key, rooms.carrying.INFO, offer.audience, plain)
    if not rooms.carrying.carry(gathering, fresh_hash(), sealed):
        raise StoryError("the room is open already")


def fresh_hash() -> str:
    """The hash of a return code that is thrown away at once."""
    return hashlib.sha256(secrets.token_bytes(16)).hexdigest()
