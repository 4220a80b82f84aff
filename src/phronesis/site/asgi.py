"""Two applications behind one address.

Rooms stream to a thousand phones, so they are served by a lean application of their own;
through Django each open stream would hold a thread. Everything else is Django.
"""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phronesis.site.settings")

import django

django.setup()

from django.core.asgi import get_asgi_application  # noqa: E402 -- after django.setup()

from phronesis.commons.rooms.wire import RoomsApplication  # noqa: E402
from phronesis.site import clock, ticker  # noqa: E402
from phronesis.site.doors.rooms import find_gathering  # noqa: E402

pages: Any = get_asgi_application()
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
