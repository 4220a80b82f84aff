"""All rooms of this process: their hubs, the writer, and a thread for reading."""

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.db import connections

from phronesis.commons.rooms import bell, queries
from phronesis.commons.rooms.frames import Said
from phronesis.commons.rooms.hub import Hub
from phronesis.commons.rooms.writer import Writer

IDLE = 900.0  # seconds after which a hub nobody looks at is forgotten; the log rebuilds it
P = ParamSpec("P")
T = TypeVar("T")


class House:
    """Made before there is an event loop; everything but `hear` runs on the loop."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.writer = Writer(now)
        self._hubs: dict[UUID, Hub] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._reading = ThreadPoolExecutor(max_workers=1, thread_name_prefix="rooms-reader")
        self._deaf = bell.listen(self.hear, self.forget)

    def hear(self, room: UUID, said: Sequence[Said]) -> None:
        """A bell from any thread."""
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._pass_on, room, said)

    def forget(self, room: UUID) -> None:
        """Words were erased: from any thread. What was rendered with them must not stay here."""
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._let_go, room)

    async def hub(self, room: UUID) -> Hub | None:
        """The room's hub, rebuilt from its log if need be; None where there is no such room."""
        hub = self._hubs.get(room)
        if hub is None:
            self._loop = asyncio.get_running_loop()
            self._forget_idle()
            # Known before it is filled, so that nothing said in between is lost.
            hub = self._hubs[room] = Hub(room)
            try:
                hub.hear(await self.read(queries.whole_log, room))
            finally:
                hub.ready.set()
                if not hub.views["console"].last:
                    self._hubs.pop(room, None)
        await hub.ready.wait()
        hub.used = time.monotonic()
        return hub if hub.views["console"].last else None

    async def read(self, question: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Ask the database in the reading thread."""
        self._loop = asyncio.get_running_loop()
        return await self._loop.run_in_executor(
            self._reading, lambda: _healthy(question, *args, **kwargs)
        )

    async def close(self) -> None:
        self._deaf()
        for hub in self._hubs.values():
            hub.stop()
        await asyncio.get_running_loop().run_in_executor(None, self.writer.close)
        self._reading.shutdown(wait=False)

    def _pass_on(self, room: UUID, said: Sequence[Said]) -> None:
        if hub := self._hubs.get(room):
            hub.hear(said)

    def _let_go(self, room: UUID) -> None:
        """The next who asks gets a hub from the log; streams are dropped and come back to it."""
        if hub := self._hubs.pop(room, None):
            hub.drop()

    def _forget_idle(self) -> None:
        long_ago = time.monotonic() - IDLE
        for room, hub in list(self._hubs.items()):
            if hub.is_idle and hub.used < long_ago and hub.ready.is_set():
                hub.stop()
                del self._hubs[room]


def _healthy(question: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """A connection that broke while nobody asked is replaced, not reported."""
    for connection in connections.all(initialized_only=True):
        connection.close_if_unusable_or_obsolete()
    return question(*args, **kwargs)
