"""Two applications behind one address.

Rooms stream to a thousand phones, so they are served by a lean application of their own;
through Django each open stream would hold a thread. Everything else is Django.
"""

import asyncio
import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phronesis.site.settings")

import django

django.setup()

from django.core.asgi import get_asgi_application  # noqa: E402 -- after django.setup()
from django.core.signals import request_finished  # noqa: E402
from django.db import connections  # noqa: E402

from phronesis.commons.rooms.wire import RoomsApplication  # noqa: E402
from phronesis.site import clock, ticker  # noqa: E402
from phronesis.site.doors.rooms import find_gathering  # noqa: E402

# Every page asked for has a thread and up to five connections; PostgreSQL's default is 100.
PAGES_AT_ONCE = 12
_pages: Any = get_asgi_application()
_at_once = asyncio.Semaphore(PAGES_AT_ONCE)


async def pages(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Django, a few requests at a time; who comes then waits a moment instead of failing."""
    async with _at_once:
        await _pages(scope, receive, send)


def put_connections_down(**_finished: Any) -> None:
    """The thread of a request ends with it: a connection kept open would be kept for nobody."""
    for connection in connections.all(initialized_only=True):
        if connection.vendor == "postgresql" and not connection.in_atomic_block:
            connection.close()


request_finished.connect(put_connections_down)
rooms = RoomsApplication(now=clock.now, otherwise=pages, find_gathering=find_gathering)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Route by path; start and stop what lives as long as the server."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    else:
        await rooms(scope, receive, send)


async def _lifespan(receive: Any, send: Any) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            ticker.start()
            await send({"type": "lifespan.startup.complete"})
        else:
            ticker.stop()
            await rooms.close()
            await send({"type": "lifespan.shutdown.complete"})
            return
