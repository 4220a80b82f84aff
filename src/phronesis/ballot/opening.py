"""Reading sealed answers, in memory only.

A slip and an author's return code travel in envelopes of the same size and are told apart
only here. Whatever cannot be read counts as not sent; nothing about it is kept.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from phronesis.ballot.counting import Answer, most_careful
from phronesis.ballot.models import SealedAnswer, Sheet
from phronesis.ballot.slips import Token
from phronesis.vault import hpke

INFO = b"phronesis/v1/answer"
HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(slots=True)
class Opened:
    """What the envelopes held: per slip its answers, and the texts that an author vetoed."""

    by_slip: dict[bytes, list[dict[str, Any]]] = field(default_factory=dict)
    vetoed: set[UUID] = field(default_factory=set)
    counted: list[str] = field(default_factory=list)

    def answers_to(self, text: UUID) -> Iterator[Answer]:
        """One answer per slip that answered this text."""
        for bodies in self.by_slip.values():
            given = [Answer(a) for body in bodies if (a := body["answers"].get(str(text)))]
            if given:
                yield most_careful(given)

    def withdrawal_hashes(self, text: UUID) -> list[str]:
        """Of every envelope: a phone that was cut off and sealed anew keeps the later code."""
        return [
            hash_
            for bodies in self.by_slip.values()
            for body in bodies
            for hash_ in [body.get("withdraw", {}).get(str(text))]
            if isinstance(hash_, str) and HASH.fullmatch(hash_)
        ]


def open_all(
    private: bytes,
    issuer: str,
    sheet: Sheet,
    inbox: Iterable[SealedAnswer],
    code_hashes: frozenset[str],
) -> Opened:
    """Open every envelope that was sealed for this sheet."""
    opened = Opened()
    issuer_key = base64.b64decode(issuer)
    for row in inbox:
        body = _open(private, sheet, bytes(row.sealed))
        if body is None:
            continue
        slip = _slip(body, issuer_key)
        if slip is not None:
            opened.by_slip.setdefault(slip, []).append(body)
            opened.counted.append(row.hash)
        elif _code_hash(body) in code_hashes:
            opened.vetoed.update(_texts_pointed_at(body))
            opened.counted.append(row.hash)
    return opened


def _open(private: bytes, sheet: Sheet, sealed: bytes) -> dict[str, Any] | None:
    try:
        plain = hpke.open_(private, INFO, sheet.hash.encode(), sealed)
        body = json.loads(plain)
    except (hpke.CannotOpen, ValueError, RecursionError):
        return None
    well_formed = isinstance(body, dict) and isinstance(body.get("answers"), dict)
    known = set(sheet.texts)
    if not well_formed or not set(body["answers"]) <= known:
        return None
    # Whoever was in the room can seal anything: a list where a word belongs must not raise, or
    # one envelope would keep every answer closed for good.
    words = [answer for answer in body["answers"].values() if isinstance(answer, str)]
    if len(words) < len(body["answers"]) or not set(words) <= set(Answer):
        return None
    if not isinstance(body.get("withdraw", {}), dict):
        return None
    return dict(body)


def _slip(body: dict[str, Any], issuer: bytes) -> bytes | None:
    """The slip's message when its signature is the issuer's; what it is named by."""
    slip = body.get("slip")
    if not isinstance(slip, dict):
        return None
    try:
        token = Token(
            *(base64.b64decode(slip[part]) for part in ("message", "prefix", "signature"))
        )
    except (KeyError, TypeError, ValueError):
        return None
    return token.prefix + token.message if token.is_signed_by(issuer) else None


def _code_hash(body: dict[str, Any]) -> str:
    try:
        return hashlib.sha256(bytes.fromhex(body["code"])).hexdigest()
    except (KeyError, TypeError, ValueError):
        return ""


def _texts_pointed_at(body: dict[str, Any]) -> set[UUID]:
    """A return code gives the veto only: no yes, and no part in the quorum."""
    return {UUID(text) for text, answer in body["answers"].items() if answer == Answer.POINTS}
