"""The one thread that writes: acts that arrive together are made durable together.

An act is answered after its batch is on disk, vault and commons both. While one batch is
being written the next one gathers, so a thousand people cost about as many disk flushes as
a few dozen. When little happens, nobody waits.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime

from django.db import connections

from phronesis.commons.rooms.acts import OF_CONSOLES, Act
from phronesis.commons.rooms.operations import Outcome, Receipt, perform

BATCH = 500
LONGEST_QUEUE = 5000
GATHER = 0.06  # seconds between two commits while phones write; a console's act never waits
log = logging.getLogger("phronesis.rooms")

Waiting = tuple[Act, "asyncio.Future[Receipt]"]


class Writer:
    """Takes acts on the event loop, writes them in its thread, answers on the loop."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._wake = threading.Condition()
        self._queue: list[Waiting] = []
        self._urgent = False
        self._stopped = False
        self._thread: threading.Thread | None = None
        self._last_commit = 0.0

    async def take(self, act: Act) -> Receipt:
        """The answer to this act, once it is on disk or refused."""
        answer: asyncio.Future[Receipt] = asyncio.get_running_loop().create_future()
        with self._wake:
            if self._stopped or len(self._queue) >= LONGEST_QUEUE:
                return Receipt(Outcome.NOT_STORED)
            self._queue.append((act, answer))
            self._urgent = self._urgent or act.kind in OF_CONSOLES
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="rooms-writer", daemon=True)
                self._thread.start()
            self._wake.notify()
        return await answer

    def close(self) -> None:
        """Write what has been taken, then stop."""
        with self._wake:
            self._stopped = True
            self._wake.notify()
        if self._thread:
            self._thread.join(timeout=20)

    def _run(self) -> None:
        while batch := self._gather():
            receipts = self._written([act for act, _ in batch])
            self._last_commit = time.monotonic()
            loop = batch[0][1].get_loop()
            try:
                loop.call_soon_threadsafe(_answer, batch, receipts)
            except RuntimeError:  # the loop is gone, and everybody who waited with it
                break
        connections.close_all()

    def _gather(self) -> list[Waiting]:
        """The next batch: at once after a quiet moment, otherwise what gathers in `GATHER`."""
        with self._wake:
            self._wake.wait_for(lambda: self._queue or self._stopped)
            rest = self._last_commit + GATHER - time.monotonic()
            if rest > 0:
                self._wake.wait_for(lambda: self._urgent or self._stopped, timeout=rest)
            batch, self._queue = self._queue[:BATCH], self._queue[BATCH:]
            self._urgent = any(act.kind in OF_CONSOLES for act, _ in self._queue)
            return batch

    def _written(self, acts: list[Act]) -> list[Receipt]:
        try:
            return perform(acts, self._now())
        except Exception as problem:
            # The type alone: a message could quote somebody's words.
            log.error("a batch could not be stored: %s", type(problem).__name__)  # noqa: TRY400
            for connection in connections.all(initialized_only=True):
                connection.close_if_unusable_or_obsolete()
            return [Receipt(Outcome.NOT_STORED) for _ in acts]


def _answer(batch: list[Waiting], receipts: list[Receipt]) -> None:
    for (_act, answer), receipt in zip(batch, receipts, strict=True):
        if not answer.done():
            answer.set_result(receipt)
