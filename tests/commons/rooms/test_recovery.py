"""When the server dies: what was acknowledged is there, and phones go on where they were."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest

from .a_room import QUIET
from .client import Client
from .conftest import as_console, serve_in

pytestmark = pytest.mark.sqlite_only  # the server has an installation of its own


def test_a_killed_server_has_everything_it_acknowledged_and_says_it_in_the_same_bytes(
    tmp_path: Path,
):
    server = serve_in(tmp_path)
    phone = Client(server.port)
    phone.join("KILLED")
    console = as_console(server, "KILLED")
    console.act("step", to=QUIET)
    acts = [uuid4() for _ in range(40)]

    def send(number: int) -> int:
        body = {"phase": "quiet", "text": f"text {number}", "code_hash": f"{number:064x}"}
        try:
            return phone.act("text", acts[number], **body).status
        except OSError:
            return 0  # the server died before it could answer

    with ThreadPoolExecutor(8) as pool:
        sending = [pool.submit(send, number) for number in range(30)]
        sending[10].result()
        before = phone.frames()
        server.kill()
        acknowledged = [n for n, one in enumerate(sending) if one.result() == 201]
    assert len(acknowledged) >= 1

    server = serve_in(tmp_path, server.port)
    assert phone.frames()[: len(before)] == before
    again = [send(number) for number in acknowledged]
    assert set(again) == {200}
    rest = [send(number) for number in range(30) if number not in acknowledged]
    assert set(rest) <= {200, 201}
    console.act("close_writing", phase="quiet")
    (to_read,) = [frame for frame in console.frames() if frame["kind"] == "to_read"]
    assert sorted(item["text"] for item in to_read["items"]) == sorted(
        f"text {number}" for number in range(30)
    )
    numbers = [frame["seq"] for frame in console.frames()]
    assert numbers == list(range(1, len(numbers) + 1))
    server.stop()
