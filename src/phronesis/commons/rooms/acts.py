"""Acts: what somebody in the room asks for, read from JSON and checked for shape only.

Whether an act is allowed now is asked of the rules, later, under the room's lock.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext_noop as _

LONGEST_TEXT = 2000  # characters
MOST_PHASES = 1000
HASH_OF_CODE = re.compile(r"[0-9a-f]{64}")
PHASE = re.compile(r"[a-z0-9-]{1,60}")
REASONS = ("colleague", "patient", "place", "method", "other")


class Misshapen(ValueError):  # noqa: N818 -- reads as the sentence it is
    """The request cannot be read; the reason is a message id for the reader."""


class TooLong(Misshapen):
    """The words are longer than a text may be."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act of one seat. `fields` holds exactly what the kind of act needs."""

    room: UUID
    id: UUID
    kind: str
    standing: str
    seat: bytes
    fields: Mapping[str, Any]


def coming_in(room: UUID) -> Act:
    """Somebody taps *Come in*. Only the number of people is counted, and no act is kept."""
    return Act(room, uuid4(), "come_in", "phone", b"", {})


def _phase(value: object) -> str | int:
    if isinstance(value, str) and PHASE.fullmatch(value):
        return value
    return _index(value)


def _index(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MOST_PHASES:
        return value
    raise Misshapen(_("This part of the gathering is not known."))


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise Misshapen(_("There are no words in it yet."))
    if len(value) > LONGEST_TEXT:
        raise TooLong(_("This is longer than 2000 characters. Two lines are enough."))
    try:
        value.encode()
    except UnicodeEncodeError:
        raise Misshapen(_("These words could not be read.")) from None
    return value.strip()


def _hash(value: object) -> str:
    if isinstance(value, str) and HASH_OF_CODE.fullmatch(value):
        return value
    raise Misshapen(_("The return code is missing."))


def _item(value: object) -> UUID:
    try:
        return UUID(str(value))
    except ValueError:
        raise Misshapen(_("The request could not be read.")) from None


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise Misshapen(_("The request could not be read."))


def _verdict(value: object) -> str:
    if value in {"show", "hold"}:
        return str(value)
    raise Misshapen(_("The request could not be read."))


def _reason(value: object) -> str:
    if value in {None, "", *REASONS}:
        return str(value or "")
    raise Misshapen(_("The request could not be read."))


Reader = Callable[[object], Any]
SHAPES: Mapping[str, Mapping[str, Reader]] = {
    "text": {"phase": _phase, "text": _text, "code_hash": _hash},
    "ready": {"phase": _phase},
    "know": {"item": _item},
    "hand": {},
    "hand_down": {"hand": _item},
    "step": {"to": _index},
    "close_writing": {"phase": _phase},
    "reopen_writing": {"phase": _phase},
    "read": {"item": _item, "verdict": _verdict, "reason": _reason},
    "show": {"phase": _phase},
    "next_hand": {},
    "keep": {"text": _text},
    "harm": {"answer": _flag},
    "pause": {"on": _flag},
    "close": {},
}
OF_PHONES = frozenset({"text", "ready", "know", "hand", "hand_down"})
OF_CONSOLES = frozenset(SHAPES) - OF_PHONES


def standing_for(kind: object) -> str | None:
    """Which standing this kind of act belongs to, or None where there is no such act."""
    if not isinstance(kind, str) or kind not in SHAPES:
        return None
    return "phone" if kind in OF_PHONES else "console"


def read(room: UUID, standing: str, seat: bytes, body: Mapping[str, Any]) -> Act:
    """An act from the JSON that was sent.

    Raises
    ------
    Misshapen
        When a field is missing or is not what it should be.
    TooLong
        When the words are longer than `LONGEST_TEXT` characters.
    """
    kind = body.get("kind")
    if not isinstance(kind, str) or kind not in SHAPES:
        raise Misshapen(_("The request could not be read."))
    fields = {name: reader(body.get(name)) for name, reader in SHAPES[kind].items()}
    return Act(room, _item(body.get("id")), kind, standing, seat, fields)
