"""The whole house on a free port: `python -m tests.journeys.let_go_server PORT`.

Real databases, keys and pages; nothing of ours is replaced. Beside the house's own addresses
there are those under `/test/`, which do what days would do. Every request is written down as
the server received it, so that a test can look for cookies.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.journeys.let_go_settings")
RECEIVED: list[dict[str, Any]] = []


def main(port: int) -> None:
    import uvicorn

    from phronesis.admission import keys
    from phronesis.site import settings as house

    if not keys.exist():
        keys.FOLDER = house.KEY_FOLDER
        keys.make()
        house.SECRET_KEY = keys.key("django").hex()
    from django.core.management import call_command

    from phronesis.site.asgi import application

    for plane in ("vault", "ballot", "commons", "default", "workbench"):
        call_command("migrate", database=plane, verbosity=0)

    async def listening(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            names = [name for name, _value in scope["headers"]]
            query = scope["query_string"].decode()
            RECEIVED.append({"path": scope["path"], "query": query, "cookie": b"cookie" in names})
        await application(scope, receive, send)

    uvicorn.run(listening, host="127.0.0.1", port=port, log_level="error", lifespan="off")


class House:
    """A running server, spoken to as the days pass."""

    def __init__(self, address: str) -> None:
        self.address = address

    def ask(self, path: str, body: object = None) -> Any:
        from urllib.request import Request, urlopen

        data = json.dumps(body or {}).encode()
        headers = {"Content-Type": "application/json"}
        with urlopen(Request(f"{self.address}/test/{path}", data, headers), timeout=60) as answer:
            return json.loads(answer.read())

    def received(self) -> list[dict[str, Any]]:
        """What arrived since this was asked last, without the test's own requests."""
        return [one for one in self.ask("received") if not one["path"].startswith("/test/")]


@contextmanager
def running(folder: Path) -> Iterator[House]:
    """A fresh installation in `folder`, served by a process of its own."""
    import socket
    import subprocess
    import time
    from urllib.request import urlopen

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "data").mkdir()
    given = {k: v for k, v in os.environ.items() if not k.startswith("PHRONESIS_")}
    given |= {"PHRONESIS_DATA": str(folder / "data"), "PHRONESIS_KEYS": str(folder / "keys")}
    given |= {"DJANGO_SETTINGS_MODULE": "tests.journeys.let_go_settings"}
    command = [sys.executable, "-m", "tests.journeys.let_go_server", str(port)]
    log = (folder / "log").open("wb")
    process = subprocess.Popen(command, env=given, stdout=log, stderr=log)
    address = f"http://localhost:{port}"
    try:
        for _attempt in range(300):
            try:
                urlopen(f"{address}/healthz", timeout=5)
                break
            except OSError:
                assert process.poll() is None, (folder / "log").read_text()
                time.sleep(0.1)
        yield House(address)
    finally:
        process.terminate()
        process.wait(20)
        log.close()


if __name__ == "__main__":
    # By its own name, so that the addresses under /test/ read what is written down here.
    from tests.journeys import let_go_server

    let_go_server.main(int(sys.argv[1]))
