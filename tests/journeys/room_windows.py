"""Windows into a room: a phone, the console, the stage, and people who only send."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any
from uuid import uuid4

from axe_playwright_python.sync_playwright import Axe

PHONE = {"width": 390, "height": 844}
STAGE = {"width": 1920, "height": 1080}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a server of its own, over empty databases in this folder."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "data").mkdir()
    environ = {k: v for k, v in os.environ.items() if not k.startswith("PHRONESIS_")} | {
        "PHRONESIS_DATA": str(folder / "data"),
        "PHRONESIS_KEYS": str(folder / "keys"),
        "PYTHONPATH": os.pathsep.join(["src", "."]),
    }
    command = [sys.executable, "-m", "tests.journeys.room_server", str(port)]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, env=environ, stdout=log, stderr=log)
        try:
            _until_it_answers(f"http://localhost:{port}/write", server, folder / "log")
            yield f"http://localhost:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)


def _until_it_answers(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    for _attempt in range(300):
        assert server.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(address):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(log.read_text())


class Somebody:
    """A person who comes in and sends, without a screen."""

    def __init__(self, room: "Room") -> None:
        self.room = room
        _status, _said, cookie = self._post(f"/rooms/{room.code}/join", {})
        self.cookie = cookie.split(";")[0]

    def does(self, kind: str, **fields: object) -> int:
        act = {"id": str(uuid4()), "kind": kind, **fields}
        return self._post(f"/rooms/{self.room.id}/events", act)[0]

    def writes(self, text: str) -> None:
        assert self.does("text", phase="quiet", text=text, code_hash=token_hex(32)) == 201
        assert self.does("ready", phase="quiet") == 201

    def _post(self, path: str, body: object) -> tuple[int, Any, str]:
        headers = {"Content-Type": "application/json", "Cookie": getattr(self, "cookie", "")}
        request = urllib.request.Request(
            self.room.address + path, json.dumps(body).encode(), headers, method="POST"
        )
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, json.load(answer), answer.headers.get("set-cookie", "")
        except urllib.error.HTTPError as refused:
            return refused.code, json.load(refused), ""


class Room:
    """One gathering and its windows; `n` chooses one of the twenty codes of `room_urls`."""

    def __init__(self, address: str, chromium: Any, n: int) -> None:
        self.address, self.chromium = address, chromium
        self.code = f"ROUND{chr(64 + n)}"
        self.id = f"00000000-0000-4000-8000-{n:012d}"
        self.problems: list[str] = []

    def window(self, size: dict[str, int] = PHONE, **options: Any) -> Any:
        context = self.chromium.new_context(base_url=self.address, viewport=size, **options)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda problem: self.problems.append(str(problem)))
        return page

    def console(self, size: dict[str, int] = PHONE) -> Any:
        page = self.window(size)
        page.goto(f"/room/{self.id}/console")
        page.wait_for_selector("[data-screen=phase-arrive]:visible")
        return page

    def stage(self) -> Any:
        page = self.window(STAGE)
        page.goto(f"/room/{self.id}/stage")
        page.wait_for_selector("[data-screen=in]:visible")
        return page

    def phone(self, **options: Any) -> Any:
        page = self.window(**options)
        page.goto(f"/in/{self.code}")
        page.click("#come-in")
        page.wait_for_selector("body[data-open]")
        return page

    def somebody(self) -> Somebody:
        return Somebody(self)


def shows(page: Any, screen: str) -> None:
    page.wait_for_selector(f"[data-screen='{screen}']:visible")


def overflow(page: Any) -> int:
    """How many pixels the page is taller than its window."""
    return int(page.evaluate("document.documentElement.scrollHeight - innerHeight"))


def barriers(page: Any) -> list[str]:
    """What axe finds against WCAG 2.0 to 2.2, A and AA."""
    # What is still settling in has no colours of its own yet.
    page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished))")
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    return [
        f"{found['id']}: {node['html']}"
        for found in results.response["violations"]
        for node in found["nodes"]
    ]


def read_all(console: Any) -> None:
    """The facilitator shows every text that is not read yet."""
    for _text in range(40):
        if " · 0 not read yet" in console.inner_text("#tally-quiet"):
            return
        console.click("#one-quiet [data-act=show]")
    raise AssertionError("the texts did not come to an end")
