"""The peer: a bare application that streams the same frames and does nothing else.

No log, no database, no cookies: each POST renders one frame of the same bytes as a room's
`phase` and writes it to every open stream at once.
"""

import asyncio
import json
import sys
from typing import Any

import uvicorn

PHASES = {3: ("dialogue", "dialogue"), 4: ("solution", "solution")}
frames: list[bytes] = [b'id: 1\nevent: frame\ndata: {"seq":1}\n\n']
change = asyncio.Event()


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["method"] == "POST":
        await _say(receive, send)
        return
    start = {"type": "http.response.start", "status": 200}
    await send(start | {"headers": [(b"content-type", b"text/event-stream")]})
    seen = 0
    # A new crowd of clients counts from one again.
    if len(frames) > 1 and not scope.get("query_string") and _crowd["open"] == 0:
        del frames[1:]
    _crowd["open"] += 1
    gone = asyncio.create_task(_until_gone(receive, asyncio.current_task()))
    try:
        while True:
            if seen < len(frames):
                chunk, seen = b"".join(frames[seen:]), len(frames)
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
            else:
                await change.wait()
    except asyncio.CancelledError:
        pass
    finally:
        _crowd["open"] -= 1
        gone.cancel()


_crowd = {"open": 0}


async def _until_gone(receive: Any, task: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    task.cancel()


async def _say(receive: Any, send: Any) -> None:
    global change
    asked = json.loads((await receive())["body"])
    name, activity = PHASES[asked["to"]]
    seq = len(frames) + 1
    data = {"seq": seq, "kind": "phase", "index": asked["to"], "id": name, "activity": activity}
    frames.append(b"id: %d\nevent: frame\ndata: %b\n\n" % (seq, json.dumps(data).encode()))
    waiting, change = change, asyncio.Event()
    waiting.set()
    await send(
        {"type": "http.response.start", "status": 201, "headers": [(b"content-length", b"0")]}
    )
    await send({"type": "http.response.body", "body": b""})


if __name__ == "__main__":
    uvicorn.run(
        application,
        host="127.0.0.1",
        port=int(sys.argv[2]),
        access_log=False,
        log_level="error",
        lifespan="off",
        timeout_graceful_shutdown=1,
    )
