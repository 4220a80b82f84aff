"""One open event stream: write what is new, wait, write again, until somebody leaves."""

import asyncio
import contextlib
import time

from phronesis.commons.rooms.exchange import ALWAYS, Receive, Send
from phronesis.commons.rooms.hub import HEART, Hub, Stream, View

SLICE = 32 * 1024  # bytes: what one write hands to the network before it waits for it
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"x-accel-buffering", b"no"),
    *ALWAYS,
]
BEGINNING = b"retry: 1500\n\n"


async def stream(hub: Hub, view: View, seen: int, receive: Receive, send: Send) -> None:
    """Serve one stream of this view from after frame `seen` until it ends.

    The hub cancels the task when a write takes too long; the client reconnects.
    """
    one = Stream(view, seen, asyncio.current_task())
    leaving = asyncio.create_task(_until_gone(receive, one))
    view.join(one)
    try:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await _write(one, send, BEGINNING + one.next())
        while not one.gone:
            if one.seen == view.last:
                await view.change()
            await _write(one, send, one.next() or HEART)
    except (asyncio.CancelledError, OSError):
        if not one.dropped and not one.gone:
            raise
    finally:
        view.leave(one)
        hub.used = time.monotonic()
        leaving.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await leaving


async def _write(one: Stream, send: Send, chunk: bytes) -> None:
    one.since = time.monotonic()
    for start in range(0, len(chunk), SLICE):
        part = chunk[start : start + SLICE] if len(chunk) > SLICE else chunk
        await send({"type": "http.response.body", "body": part, "more_body": True})
    one.since = None


async def _until_gone(receive: Receive, one: Stream) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    one.leave()
