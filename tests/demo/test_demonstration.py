"""The demonstration as somebody meets it: what is printed, opened, tapped."""

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import psutil
import pytest
from django.test import Client

from phronesis.demo.rehearsal.http import Answer, Browser
from phronesis.site.doors import demo
from tests.demo.conftest import ROOT, Demonstration, demonstrate, environment

ALL_EVENING = 3


@pytest.fixture(scope="module")
def served(hospital: Demonstration) -> Iterator[tuple[Demonstration, subprocess.Popen[bytes]]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = demonstrate(hospital.data, port)
    server = subprocess.Popen(
        [sys.executable, "-m", "phronesis", "demo", "--data", str(told.data), "--port", str(port)],
        env=environment(),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield told, server
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(port: int) -> None:
    end = time.monotonic() + 40
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the demonstration did not become ready")


def _ask(coroutine: object) -> Answer:
    return asyncio.run(coroutine)  # type: ignore[arg-type]


@pytest.mark.slow
@pytest.mark.sqlite_only
def test_one_way_in_is_printed_per_part_and_none_twice(hospital: Demonstration) -> None:
    ways = [link for link in hospital.links if "/demo/enter/" in link]
    assert len(ways) == len(set(ways)) == len(demo.PARTS)
    assert all(link.startswith(f"http://localhost:{hospital.port}/") for link in hospital.links)
    assert "/in/BRIDGE" in hospital.said
    assert "/write" in hospital.said


@pytest.mark.slow
@pytest.mark.sqlite_only
def test_it_says_that_everything_is_invented_and_where_mail_goes(hospital: Demonstration) -> None:
    assert "every word in it are invented" in hospital.said
    assert "Mail goes to this console" in hospital.said


@pytest.mark.slow
@pytest.mark.sqlite_only
def test_every_printed_link_opens(
    served: tuple[Demonstration, subprocess.Popen[bytes]],
) -> None:
    told, _server = served
    browser = Browser(f"http://localhost:{told.port}")
    for link in told.links:
        assert _ask(browser.get(link)).status == 200, link


@pytest.mark.slow
@pytest.mark.sqlite_only
def test_a_way_in_lets_one_be_somebody_again_and_again(
    served: tuple[Demonstration, subprocess.Popen[bytes]],
) -> None:
    told, _server = served
    for link in [link for link in told.links if "/demo/enter/" in link]:
        for _time in range(ALL_EVENING):
            browser = Browser(f"http://localhost:{told.port}")
            _ask(browser.get(link))
            path = link.removeprefix(browser.address)
            answer = _ask(browser.post_form(path, {}))
            assert answer.status == 200, link
            assert "phronesis" in browser.cookies, link
            assert "data-demonstration" in answer.text, link


@pytest.mark.slow
@pytest.mark.sqlite_only
def test_the_room_can_be_entered_at_once(
    served: tuple[Demonstration, subprocess.Popen[bytes]],
) -> None:
    told, _server = served
    browser = Browser(f"http://localhost:{told.port}")
    answer = _ask(browser.post_json("/rooms/BRIDGE/join", {}))
    assert answer.status == 200
    assert answer.json()["standing"] == "phone"


@pytest.mark.slow
@pytest.mark.sqlite_only
def test_it_listens_on_this_machine_alone(
    served: tuple[Demonstration, subprocess.Popen[bytes]],
) -> None:
    _told, server = served
    listening = [
        connection.laddr.ip
        for connection in psutil.Process(server.pid).net_connections(kind="tcp")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert listening == ["127.0.0.1"]


@pytest.mark.django_db
def test_a_real_installation_has_no_such_door(client: Client) -> None:
    for part in demo.PARTS:
        assert client.get(demo.way_in(part)).status_code == 404
        assert client.post(demo.way_in(part)).status_code == 404
