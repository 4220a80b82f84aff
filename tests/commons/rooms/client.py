"""A phone, a console or a stage that speaks HTTP to a real server."""

import http.client
import json
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

ROOT = Path(__file__).parents[3]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """The process; `stop` asks it to end, `kill` does not ask."""

    port: int
    process: "subprocess.Popen[bytes]"

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(timeout=20)


def serve(data: Path, environ: dict[str, str], port: int | None = None) -> Server:
    port = port or free_port()
    command = [sys.executable, "-m", "tests.commons.rooms.server", str(data), str(port)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environ | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    )
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if process.poll() is not None:
                raise RuntimeError("the server did not start") from None
            time.sleep(0.05)
        else:
            return Server(port, process)
    process.kill()
    raise RuntimeError("the server did not start in time")


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def data(self) -> Any:
        return json.loads(self.body)


@dataclass
class Client:
    """One browser: its cookies, nothing else."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    room: str = ""

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        content = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
        connection.request(method, path, content, sent)
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        answer = Answer(response.status, found, response.read())
        connection.close()
        if "set-cookie" in found:
            name, _, value = found["set-cookie"].split(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def join(self, code: str = "BRIDGE") -> Answer:
        answer = self.ask("POST", f"/rooms/{code}/join", {})
        if answer.status == 200:
            self.room = answer.data["room"]
        return answer

    def act(self, kind: str, act_id: UUID | None = None, **body: Any) -> Answer:
        sent = {"id": str(act_id or uuid4()), "kind": kind, **body}
        return self.ask("POST", f"/rooms/{self.room}/events", sent)

    def frames(self, view: str = "", after: int = 0) -> list[dict[str, Any]]:
        path = f"/rooms/{self.room}/events?after={after}" + (f"&view={view}" if view else "")
        return self.ask("GET", path, Accept="application/json").data["frames"]

    def listen(self, view: str = "", after: int = 0) -> "Listening":
        return Listening(self, view, after)


class Listening:
    """An open event stream read with a raw socket."""

    def __init__(self, client: Client, view: str, after: int) -> None:
        self.raw = b""
        self.frames: list[dict[str, Any]] = []
        self._socket = socket.create_connection(("127.0.0.1", client.port), timeout=10)
        jar = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        query = f"?view={view}" if view else ""
        self._socket.sendall(
            f"GET /rooms/{client.room}/events{query} HTTP/1.1\r\nHost: localhost\r\n"
            f"Accept: text/event-stream\r\nLast-Event-ID: {after}\r\nCookie: {jar}\r\n\r\n".encode()
        )

    def until(self, kind: str, seconds: float = 8) -> dict[str, Any]:
        """Read until a frame of this kind has come; it is returned."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._read(end - time.monotonic())
            for frame in self.frames:
                if frame["kind"] == kind:
                    return frame
        raise AssertionError(f"no frame {kind!r} came; there were {self.frames}")

    def for_seconds(self, seconds: float) -> bytes:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._read(end - time.monotonic())
        return self.raw

    def close(self) -> None:
        self._socket.close()

    def _read(self, seconds: float) -> None:
        self._socket.settimeout(max(seconds, 0.01))
        try:
            part = self._socket.recv(65536)
        except TimeoutError:
            return
        if not part:
            raise AssertionError("the stream ended")
        self.raw += part
        self.frames = [
            json.loads(line[6:]) for line in self.raw.split(b"\n") if line.startswith(b"data: ")
        ]
