"""Room cookies: who holds one is in the room, as phone, console or stage.

A cookie says the room, the standing and a random seat, signed with the key `room`, and is
checked without a database. Nothing in it comes from an account. Each standing has a cookie
of its own, so that a console and a stage can be open in one browser.
"""

import base64
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from phronesis.admission import keys
from phronesis.commons.rooms.models import VIEWS

SEAT = 16
LIFETIME = 4 * 24 * 3600  # seconds; a room ends within two days


@dataclass(frozen=True, slots=True)
class Standing:
    """A checked cookie: in which room, as what, on which seat."""

    room: UUID
    standing: str
    seat: bytes


def issue(room: UUID, standing: str) -> tuple[str, str]:
    """A fresh cookie (name, value). Set it HttpOnly, SameSite=Strict, Path=/, Secure.

    Raises
    ------
    ValueError
        For a standing that is not phone, console or stage.
    """
    body = room.bytes + bytes([VIEWS.index(standing)]) + secrets.token_bytes(SEAT)
    signed = body + keys.mac("room", b"cookie", body)
    return name(room, standing), base64.urlsafe_b64encode(signed).decode().rstrip("=")


def name(room: UUID, standing: str) -> str:
    """`phr_room_` and eight digits of the room; console and stage say so."""
    return f"phr_room_{room.hex[:8]}" + ("" if standing == "phone" else f"_{standing}")


def check(value: str, room: UUID) -> Standing | None:
    """The standing a cookie value gives in this room, or None."""
    try:
        signed = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
    except ValueError:
        return None
    body, tag = signed[:-32], signed[-32:]
    if len(body) != 17 + SEAT or not hmac.compare_digest(tag, keys.mac("room", b"cookie", body)):
        return None
    if body[:16] != room.bytes or body[16] >= len(VIEWS):
        return None
    return Standing(room, VIEWS[body[16]], body[17:])


def standing(jar: Mapping[str, str], room: UUID, wanted: str) -> Standing | None:
    """The standing as `wanted` in this room that these cookies prove, or None."""
    found = check(jar.get(name(room, wanted), ""), room)
    return found if found and found.standing == wanted else None
