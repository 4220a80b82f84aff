import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from phronesis.admission import keys

from .calendar import gathering_of
from .client import Client, Server, serve


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own installation: SQLite, and the keys of this test run."""
    running = serve_in(tmp_path_factory.mktemp("house"))
    yield running
    running.stop()


def serve_in(folder: Path, port: int | None = None) -> Server:
    environ = {name: value for name, value in os.environ.items() if "PHRONESIS" not in name}
    environ |= {"PHRONESIS_DATA": str(folder / "data"), "PHRONESIS_KEYS": str(keys.FOLDER)}
    return serve(folder / "data", environ, port)


@pytest.fixture
def phone(server: Server) -> Client:
    return Client(server.port)


def as_console(server: Server, code: str) -> Client:
    """Whoever holds the room: the cookie that the door would have set."""
    from phronesis.commons.rooms.operations import cookies

    room = gathering_of(code)
    name, value = cookies.issue(room, "console")
    return Client(server.port, {name: value}, str(room))
