"""Coming in: a code, a tap, a cookie. No name, no sign-in, no address kept."""

import time
from datetime import timedelta
from urllib.parse import quote
from uuid import UUID

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext_noop as _

from phronesis.admission.passes import GatheringFacts
from phronesis.commons.rooms import queries, rules
from phronesis.commons.rooms.acts import coming_in
from phronesis.commons.rooms.exchange import Answer, Problem, Request, Send, as_json, redirect
from phronesis.commons.rooms.house import House
from phronesis.commons.rooms.invitations import Ended, FindGathering
from phronesis.commons.rooms.limits import Bucket
from phronesis.commons.rooms.operations import Outcome, cookies, open_room
from phronesis.commons.rooms.operations.opening import OPENS_BEFORE

REMEMBERED = 5.0  # seconds: a lecture hall types the same code within moments
WRONG_AT_ONCE, WRONG_A_SECOND = 120, 1.0
NO_SUCH_CODE = _("No gathering has this code. Look at the six letters once more.")
ENDED = _("This gathering ended on %(day)s.")
ENDED_AND_NEXT = _("This gathering ended on %(day)s. The next is on %(next)s.")
MOST_REMEMBERED = 1000
LETTERS = 6
LOCAL = {"localhost", "127.0.0.1", "[::1]"}


class Entrance:
    """Finds the room a code opens and lets people in."""

    def __init__(self, house: House, find_gathering: FindGathering) -> None:
        self._house = house
        self._find = find_gathering
        self._known: dict[str, tuple[float, UUID]] = {}
        # Only wrong codes cost; right ones pass, so that guessing elsewhere locks nobody out.
        self._wrong = Bucket(WRONG_AT_ONCE, WRONG_A_SECOND)

    async def join(self, request: Request, send: Send, code: str) -> Answer:
        """Let this phone in, or let it in again without counting it twice."""
        try:
            return await self._join(request, code.upper())
        except Problem as problem:
            if not request.is_form:
                raise
            place = quote(code.upper(), safe="")  # a line break in it would end the header
            return redirect(f"/in/{place}?problem={problem.members.get('reason', '')}")

    async def _join(self, request: Request, code: str) -> Answer:
        if not request.is_form:
            await request.json()
        room = await self._room(code, request.language)
        if cookies.standing(request.cookies, room, "phone"):
            return _welcome(request, room, [])
        receipt = await self._house.writer.take(coming_in(room))
        if receipt.outcome is Outcome.FULL:
            raise Problem(409, receipt.reason, reason="full")
        if receipt.outcome in {Outcome.ENDED, Outcome.UNKNOWN}:
            self._known.pop(code, None)
            raise Problem(410, receipt.reason or _("This gathering has ended."), reason="ended")
        if not receipt.taken:
            raise Problem(503, _("The room cannot be reached. Try once more."), reason="later")
        return _welcome(request, room, [_cookie(request, room)])

    async def _room(self, code: str, language: str) -> UUID:
        """The room behind a code: remembered, already open, or opened now by the calendar."""
        known = self._known.get(code)
        if known and time.monotonic() - known[0] < REMEMBERED:
            return known[1]
        room = await self._house.read(self._look_up, code) if _is_code(code) else None
        if isinstance(room, Ended):
            raise _ended(room, language)
        if room is None:
            if not self._wrong.take():
                raise Problem(429, _("Many wrong codes were tried. Wait a minute."), reason="slow")
            raise Problem(404, NO_SUCH_CODE, reason="unknown")
        if len(self._known) > MOST_REMEMBERED:
            self._known.clear()
        self._known[code] = (time.monotonic(), room)
        return room

    def _look_up(self, code: str) -> UUID | Ended | None:
        """In the reading thread: the room of this code, opened if its time has come."""
        at = self._house.now()
        found = self._find(code)
        if isinstance(found, GatheringFacts):
            return self._open(found)
        room = queries.room_by_code(code)
        if room and rules.may_enter(room, at):
            return room.id
        return found

    def _open(self, facts: GatheringFacts) -> UUID:
        at = self._house.now()
        if at < facts.starts_at - OPENS_BEFORE:
            raise Problem(
                409,
                _("The door opens a quarter of an hour before the beginning."),
                reason="early",
                opens_at=(facts.starts_at - OPENS_BEFORE).isoformat(),
            )
        if at >= facts.ends_at + timedelta(hours=24):
            raise Problem(410, _("This gathering has ended."), reason="ended")
        return open_room(facts, at).id


def _is_code(code: str) -> bool:
    return len(code) == LETTERS and code.isascii() and code.isalpha()


def _ended(ended: Ended, language: str) -> Problem:
    with translation.override(language):
        values = {"day": date_format(ended.ended_on, "l j F")}
        if ended.next_on:
            values["next"] = date_format(ended.next_on, "l j F")
    return Problem(
        410,
        ENDED_AND_NEXT if ended.next_on else ENDED,
        values,
        reason="ended",
        ended_on=ended.ended_on.isoformat(),
        next_on=ended.next_on.isoformat() if ended.next_on else None,
    )


def _welcome(request: Request, room: UUID, headers: list[tuple[bytes, bytes]]) -> Answer:
    page = f"/room/{room}"
    if request.is_form:
        return redirect(page, headers)
    content = {"room": str(room), "standing": "phone", "gathering": str(room), "page": page}
    return as_json(content, headers=headers)


def _cookie(request: Request, room: UUID) -> tuple[bytes, bytes]:
    name, value = cookies.issue(room, "phone")
    host = request.headers.get("host", "")
    is_local = request.scheme == "http" and host.rsplit(":", 1)[0] in LOCAL
    crumbs = f"{name}={value}; Path=/; Max-Age={cookies.LIFETIME}; HttpOnly; SameSite=Strict"
    return b"set-cookie", (crumbs if is_local else f"{crumbs}; Secure").encode()
