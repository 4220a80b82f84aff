"""A server for the pages of a room: `python -m tests.journeys.room_server PORT`.

The real application of the rooms over real databases; only the doors are `room_urls`.
"""

import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.journeys.room_settings"


def main(port: int) -> None:
    import django
    import uvicorn

    from phronesis.admission import keys
    from phronesis.site import settings as house

    if not keys.exist():
        keys.FOLDER = house.KEY_FOLDER
        keys.make()
    django.setup()
    from django.core.asgi import get_asgi_application
    from django.core.management import call_command

    from phronesis.commons.rooms.wire import RoomsApplication
    from phronesis.site import clock
    from tests.journeys import room_urls

    for plane in ("vault", "ballot", "commons", "default", "workbench"):
        call_command("migrate", database=plane, verbosity=0)
    application = RoomsApplication(
        now=clock.now, otherwise=get_asgi_application(), find_gathering=room_urls.find
    )
    uvicorn.run(application, host="127.0.0.1", port=port, log_level="warning", lifespan="off")


if __name__ == "__main__":
    main(int(sys.argv[1]))
