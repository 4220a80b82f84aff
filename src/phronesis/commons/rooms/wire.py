"""The rooms' own application: joining, sending and streaming, before Django's handler.

Through Django each open stream would hold a thread and its connections. Here a stream is a
coroutine, a cookie is checked without a database, and every act goes to the one writer.

    POST /rooms/CODE/join                       come in: the room, and a cookie
    GET  /rooms/ROOM                            the folded state of one's view
    GET  /rooms/ROOM/events                     the frames: a stream, or JSON for who asks
    POST /rooms/ROOM/events                     an act, answered once it is on disk
    GET  /rooms/gatherings/GATHERING/carry      the key for texts carried to a gathering
    POST /rooms/gatherings/GATHERING/carried    a sealed text
    POST /rooms/carried/back                    a text taken back by its code

Where one browser is in a room twice, `?view=console|phone|stage` says which is meant; a console
may look at the stage.
"""

import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop as _

from phronesis.commons.rooms import acts, streaming
from phronesis.commons.rooms.carriage import Carriage
from phronesis.commons.rooms.entrance import Entrance
from phronesis.commons.rooms.exchange import (
    NOT_READ,
    Answer,
    Problem,
    Receive,
    Request,
    Scope,
    Send,
    as_json,
    as_problem,
)
from phronesis.commons.rooms.house import House
from phronesis.commons.rooms.hub import Hub
from phronesis.commons.rooms.invitations import FindGathering, nobody_knows
from phronesis.commons.rooms.limits import Buckets
from phronesis.commons.rooms.operations import Outcome, Receipt, cookies
from phronesis.commons.rooms.operations.cookies import Standing

Route = Callable[..., Awaitable[Answer | None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
ROOM = r"(?P<room>[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12})"
STATUS = {
    Outcome.DONE: 201,
    Outcome.REPEATED: 200,
    Outcome.DIFFERENT: 422,
    Outcome.NOT_YOURS: 403,
    Outcome.NOT_NOW: 409,
    Outcome.FULL: 409,
    Outcome.ENDED: 410,
    Outcome.UNKNOWN: 410,
    Outcome.NOT_STORED: 503,
}
REASON = {
    Outcome.DIFFERENT: _("Something else was sent under this name before. Nothing was changed."),
    Outcome.UNKNOWN: _("This gathering has ended."),
    Outcome.NOT_STORED: _("It could not be stored. Your words are still on this phone."),
}
NOT_IN_THE_ROOM = _("There is no such room, or this phone is not in it.")
DIGITS = 9
ACTS_AT_ONCE, ACTS_A_SECOND = 40, 2.0


class RoomsApplication:
    """Serves `/rooms/…` and passes everything else on.

    `now` tells the time; `find_gathering` asks the calendar about a code (site injects it).
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        otherwise: Application,
        find_gathering: FindGathering = nobody_knows,
    ) -> None:
        self._otherwise = otherwise
        self._house = House(now)
        self._entrance = Entrance(self._house, find_gathering)
        self._carriage = Carriage(self._house)
        self._seats = Buckets(ACTS_AT_ONCE, ACTS_A_SECOND)
        self._routes: list[tuple[re.Pattern[str], dict[str, Route]]] = [
            (re.compile(rf"/rooms/{ROOM}/events"), {"GET": self._listen, "POST": self._act}),
            (re.compile(rf"/rooms/{ROOM}"), {"GET": self._state}),
            (re.compile(r"/rooms/(?P<code>[^/]{1,32})/join"), {"POST": self._entrance.join}),
            (re.compile(rf"/rooms/gatherings/{ROOM}/carry"), {"GET": self._carriage.offer}),
            (re.compile(rf"/rooms/gatherings/{ROOM}/carried"), {"POST": self._carriage.carry}),
            (re.compile(r"/rooms/carried/back"), {"POST": self._carriage.take_back}),
        ]

    async def close(self) -> None:
        """Write what has been taken, and let every stream go."""
        await self._house.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith("/rooms/"):
            await self._otherwise(scope, receive, send)
            return
        for pattern, methods in self._routes:
            if found := pattern.fullmatch(scope["path"]):
                await self._serve(methods, found.groupdict(), Request.of(scope, receive), send)
                return
        await self._otherwise(scope, receive, send)

    async def _serve(
        self, methods: dict[str, Route], parts: dict[str, str], request: Request, send: Send
    ) -> None:
        try:
            answer = await _route(methods, request)(request, send, **parts)
        except Problem as problem:
            answer = as_problem(problem, request.language)
        if answer:
            await answer.give(send)

    async def _act(self, request: Request, send: Send, room: str) -> Answer:
        body = await request.json()
        place = UUID(room)
        standing = _acting(request, place, body.get("kind"))
        if standing.standing == "phone" and not self._seats.take(standing.seat):
            raise Problem(429, _("This phone has sent a great deal. Wait a moment."))
        try:
            act = acts.read(place, standing.standing, standing.seat, body)
        except acts.TooLong as problem:
            raise Problem(413, str(problem)) from None
        except acts.Misshapen as problem:
            raise Problem(400, str(problem)) from None
        return _receipt(await self._house.writer.take(act))

    async def _state(self, request: Request, send: Send, room: str) -> Answer:
        hub, standing = await self._look(request, room)
        view = hub.views[standing]
        return as_json({"view": standing, "seq": view.last, "state": view.state()})

    async def _listen(self, request: Request, send: Send, room: str) -> Answer | None:
        hub, standing = await self._look(request, room)
        seen = _seen(request)
        view = hub.views[standing]
        if "text/event-stream" not in request.headers.get("accept", ""):
            return Answer(200, view.polled(seen if seen <= view.last else 0))
        await streaming.stream(hub, view, seen, request.receive, send)
        return None

    async def _look(self, request: Request, room: str) -> tuple[Hub, str]:
        """The hub, and the view this browser may see. Not yours and not there look alike."""
        place = UUID(room)
        standing = _looking(request, place)
        hub = await self._house.hub(place)
        if hub is None:
            raise Problem(410, _("This gathering has ended. Its words are erased."))
        return hub, standing


def _route(methods: dict[str, Route], request: Request) -> Route:
    if request.method not in methods:
        raise Problem(405, NOT_READ)
    if request.method == "POST" and request.is_from_elsewhere:
        raise Problem(403, _("This came from another site. Nothing was changed."))
    return methods[request.method]


def _looking(request: Request, room: UUID) -> str:
    wanted = request.query.get("view")
    for view in (wanted,) if wanted else ("console", "phone", "stage"):
        if view in {"console", "phone", "stage"} and cookies.standing(request.cookies, room, view):
            return view
    if wanted == "stage" and cookies.standing(request.cookies, room, "console"):
        return wanted
    raise Problem(404, NOT_IN_THE_ROOM)


def _acting(request: Request, room: UUID, kind: Any) -> Standing:
    """The seat this act comes from. Acts of the console need the console's cookie."""
    needed = acts.standing_for(kind)
    held = {
        view: found
        for view in ("console", "phone", "stage")
        if (found := cookies.standing(request.cookies, room, view))
    }
    if not held:
        raise Problem(404, NOT_IN_THE_ROOM)
    if needed is None:
        raise Problem(400, NOT_READ)
    if needed not in held:
        raise Problem(403, _("This is done by whoever holds the room."))
    return held[needed]


def _seen(request: Request) -> int:
    """The last frame the client has; nothing, or nonsense, means none."""
    said = request.headers.get("last-event-id") or request.query.get("after", "0")
    return int(said) if said.isascii() and said.isdigit() and len(said) <= DIGITS else 0


def _receipt(receipt: Receipt) -> Answer:
    if not receipt.taken:
        reason = receipt.reason or REASON.get(receipt.outcome, "")
        raise Problem(STATUS[receipt.outcome], reason, reason=receipt.outcome.value)
    answer: dict[str, Any] = {"seq": receipt.seq}
    if receipt.hand:
        answer["hand"] = str(receipt.hand)
    return as_json(answer, STATUS[receipt.outcome])


__all__ = ["RoomsApplication"]
