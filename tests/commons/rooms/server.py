"""A real server of rooms on a free port, in a process and an installation of its own.

python -m tests.commons.rooms.server DATA KEYS PORT
"""

import os
import sys
from pathlib import Path


def main(data: str, port: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "phronesis.site.settings"
    from phronesis.admission import keys

    keys.FOLDER = Path(os.environ["PHRONESIS_KEYS"])
    if not keys.exist():
        keys.make()
    Path(data).mkdir(exist_ok=True)
    import django

    django.setup()
    from django.core.management import call_command

    for plane in ("vault", "commons"):
        call_command("migrate", database=plane, verbosity=0, interactive=False)

    import uvicorn

    from phronesis.commons.rooms.wire import RoomsApplication

    from .calendar import find_gathering, now

    async def otherwise(scope, receive, send):
        if scope["type"] == "lifespan":
            while True:
                message = await receive()
                if message["type"] == "lifespan.shutdown":
                    await rooms.close()
                await send({"type": message["type"] + ".complete"})
                if message["type"] == "lifespan.shutdown":
                    return
        await send({"type": "http.response.start", "status": 404, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    rooms = RoomsApplication(now=now, otherwise=otherwise, find_gathering=find_gathering)
    uvicorn.run(
        rooms,
        host="127.0.0.1",
        port=port,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=1,
        lifespan="on",
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
