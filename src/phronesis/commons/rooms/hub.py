"""One hub per room and process: every frame rendered once, the same bytes to every stream.

Streams have no queues. Each remembers only the number it was sent last, and asks the hub for
what came after; frames that came within a tenth of a second go out in one write. A stream
that cannot take its bytes is dropped; its phone comes back with `Last-Event-ID` and misses
nothing.
"""

import asyncio
import json
import time
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from phronesis.commons.rooms.frames import Said, fold
from phronesis.commons.rooms.models import VIEWS

TICK = 0.1  # seconds between two writes to a stream, at most ten a second
HEARTBEAT = 5.0
PATIENCE = 20.0  # seconds a stream may take for one write
HEART = b": still here\n\n"


class View:
    """The frames of one view, numbered from one, and the streams that are told them.

    Each view keeps its own time: were a phone woken by what the console alone is told, even an
    empty heartbeat would say that somebody just wrote.
    """

    def __init__(self) -> None:
        self.data: list[bytes] = []
        self.streams: set[Stream] = set()
        self._ahead: dict[int, bytes] = {}
        self._chunks: dict[int, bytes] = {}
        self._state: tuple[int, dict[str, Any]] = (-1, {})
        self._due = asyncio.Event()
        self._change = asyncio.Event()
        self._time: asyncio.Task[None] | None = None

    @property
    def last(self) -> int:
        return len(self.data)

    def add(self, seq: int, data: bytes) -> bool:
        """Take a frame in any order, once; whether something can be told now."""
        if seq <= self.last:
            return False
        self._ahead[seq] = data
        before = self.last
        while (following := self._ahead.pop(self.last + 1, None)) is not None:
            self.data.append(following)
        if self.last > before:
            self._chunks.clear()
        return self.last > before

    def after(self, seq: int) -> bytes:
        """What a stream that has seen `seq` is sent: joined once, shared by all who ask."""
        if seq not in self._chunks:
            self._chunks[seq] = b"".join(
                b"id: %d\nevent: frame\ndata: %b\n\n" % (number, data)
                for number, data in enumerate(self.data[seq:], start=seq + 1)
            )
        return self._chunks[seq]

    def polled(self, seq: int) -> bytes:
        """The same frames for a phone that asks instead of listening."""
        return b'{"frames":[%b],"last":%d}' % (b",".join(self.data[seq:]), self.last)

    def state(self) -> dict[str, Any]:
        """The folded state after the last frame."""
        if self._state[0] != self.last:
            self._state = (self.last, fold(json.loads(data) for data in self.data))
        return self._state[1]

    def hear(self, seq: int, data: bytes) -> None:
        """Take a frame; streams are told with the next tick."""
        if self.add(seq, data):
            self._due.set()

    def join(self, stream: "Stream") -> None:
        self.streams.add(stream)
        if self._time is None:
            self._time = asyncio.get_running_loop().create_task(self._keep_time())

    def leave(self, stream: "Stream") -> None:
        self.streams.discard(stream)
        if not self.streams:
            self.stop()

    def stop(self) -> None:
        if self._time:
            self._time.cancel()
            self._time = None

    async def change(self) -> None:
        """Wait until something was said or a heartbeat is due."""
        await self._change.wait()

    async def _keep_time(self) -> None:
        """Wake the streams when something was said, at most ten times a second, and every 5 s."""
        heartbeat = time.monotonic() + HEARTBEAT
        while True:
            try:
                rest = max(0.0, heartbeat - time.monotonic())
                await asyncio.wait_for(self._due.wait(), timeout=rest)
            except TimeoutError:
                heartbeat = time.monotonic() + HEARTBEAT
                self._drop_slow()
            self._due.clear()
            waiting, self._change = self._change, asyncio.Event()
            waiting.set()
            await asyncio.sleep(TICK)

    def _drop_slow(self) -> None:
        long_ago = time.monotonic() - PATIENCE
        for stream in list(self.streams):
            if stream.since is not None and stream.since < long_ago:
                stream.drop()


class Stream:
    """One open stream: what it has seen, and since when it has been taking a write."""

    __slots__ = ("dropped", "gone", "seen", "since", "task", "view")

    def __init__(self, view: View, seen: int, task: "asyncio.Task[Any] | None" = None) -> None:
        self.view = view
        self.seen = seen if 0 <= seen <= view.last else 0
        self.since: float | None = None
        self.task = task
        self.gone = self.dropped = False

    def leave(self) -> None:
        """The client is gone: stop waiting for something to tell it."""
        self.gone = True
        if self.task:
            self.task.cancel()

    def drop(self) -> None:
        """The client takes nothing: let it go; it comes back and misses nothing."""
        self.dropped = True
        if self.task:
            self.task.cancel()

    def next(self) -> bytes:
        """The bytes this stream has not been sent yet; from now on it has them."""
        chunk = self.view.after(self.seen) if self.seen < self.view.last else b""
        self.seen = self.view.last
        return chunk


class Hub:
    """A room's three views in this process."""

    def __init__(self, room: UUID) -> None:
        self.room = room
        self.views = {view: View() for view in VIEWS}
        self.ready = asyncio.Event()
        self.used = time.monotonic()

    @property
    def is_idle(self) -> bool:
        return not any(view.streams for view in self.views.values())

    @property
    def has_ended(self) -> bool:
        return "closed" in self.views["phone"].state()

    def hear(self, said: Sequence[Said]) -> None:
        """Take frames, in whatever order they come."""
        for one in said:
            self.views[one.view].hear(one.seq, one.data)

    def drop(self) -> None:
        """Let every stream go, and keep nothing."""
        for view in self.views.values():
            for stream in list(view.streams):
                stream.drop()
        self.stop()

    def stop(self) -> None:
        for view in self.views.values():
            view.stop()
