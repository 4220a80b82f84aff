"""The live room under load: a thousand streams, a facilitator's step, a thousand texts.

Server and clients are separate processes on the same machine. In the same run a bare uvicorn
application streams the same bytes to the same number of clients, in alternating order, so that
the fan-out has something to be compared with.
"""

import asyncio
import base64
import hashlib
import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import psutil

ROOT = Path(__file__).resolve().parent.parent
PEOPLE = 1000
STEPS = 20
REPEATS = 5
LIMITS = {
    "streams_rss_mb": 400,
    "step_p99_ms": 300,
    "fan_out_over_bare": 2.0,
    "text_p95_ms": 500,
    "text_cpu_ms": 1.5,
}


class Process:
    """A server in a process of its own, on a free port."""

    def __init__(self, module: str, folder: Path) -> None:
        self.folder = folder
        environ = {name: value for name, value in os.environ.items() if "PHRONESIS" not in name}
        environ |= {
            "PHRONESIS_DATA": str(folder / "data"),
            "PHRONESIS_KEYS": str(folder / "keys"),
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }
        import socket  # noqa: PLC0415 -- only to find a port

        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        command = [sys.executable, "-m", module, str(folder / "data"), str(self.port)]
        self._process = subprocess.Popen(command, cwd=ROOT, env=environ)
        self.facts = psutil.Process(self._process.pid)
        self._wait()

    def _wait(self) -> None:
        import socket  # noqa: PLC0415

        for _ in range(400):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError("the server did not start")

    def cpu(self) -> float:
        times = self.facts.cpu_times()
        return float(times.user + times.system)

    def rss(self) -> float:
        return float(self.facts.memory_info().rss) / 1e6

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=20)


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def post(
    port: int, path: str, body: dict[str, Any], cookie: str = ""
) -> tuple[int, dict[str, str], bytes]:
    """One POST on a connection of its own, as phones do that were asleep."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    content = json.dumps(body).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(content)}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n"
    )
    writer.write(head.encode() + content)
    raw = await reader.read()
    writer.close()
    head_bytes, _, rest = raw.partition(b"\r\n\r\n")
    lines = head_bytes.decode().split("\r\n")
    headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in lines[1:])}
    return int(lines[0].split()[1]), headers, rest


class Screens:
    """Open streams; for each frame, when it came to each of them."""

    def __init__(self) -> None:
        self.arrived: dict[int, list[float]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self.open = 0

    async def add(self, port: int, path: str, cookie: str) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
            f"Cookie: {cookie}\r\n\r\n".encode()
        )
        self._tasks.append(asyncio.create_task(self._read(reader, writer)))

    async def _read(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open += 1
        try:
            while line := await reader.readline():
                if line.startswith(b"id: "):
                    self.arrived.setdefault(int(line[4:]), []).append(time.perf_counter())
        finally:
            writer.close()

    async def until(self, seq: int, count: int, seconds: float = 20) -> None:
        end = time.perf_counter() + seconds
        while len(self.arrived.get(seq, ())) < count:
            if time.perf_counter() > end:
                raise RuntimeError(f"frame {seq} came to {len(self.arrived.get(seq, ()))}")
            await asyncio.sleep(0.005)

    def close(self) -> None:
        for task in self._tasks:
            task.cancel()


async def streams(server: Process, console: str, room: str, cookies: list[str]) -> dict[str, Any]:
    """Open all streams, step, and see when each step is on every screen."""
    screens = Screens()
    before = server.rss()
    began = time.perf_counter()
    for start in range(0, len(cookies), 50):
        await asyncio.gather(
            *(
                screens.add(server.port, f"/rooms/{room}/events", cookie)
                for cookie in cookies[start : start + 50]
            )
        )
    await screens.until(1, len(cookies))
    opened = time.perf_counter() - began
    delays: list[float] = []
    worst: list[float] = []
    cpu = server.cpu()
    for n in range(STEPS):
        sent = time.perf_counter()
        status, _headers, _body = await post(
            server.port,
            f"/rooms/{room}/events",
            {"id": str(uuid4()), "kind": "step", "to": 3 + n % 2},
            console,
        )
        assert status == 201, status
        seq = 2 + n
        await screens.until(seq, len(cookies))
        times = [when - sent for when in screens.arrived[seq]]
        delays += times
        worst.append(max(times))
        await asyncio.sleep(0.15)
    used = server.cpu() - cpu
    result = {
        "streams": len(cookies),
        "all_open_after_s": opened,
        "streams_rss_mb": server.rss(),
        "rss_per_stream_kb": (server.rss() - before) * 1000 / len(cookies),
        "threads": server.facts.num_threads(),
        "step_p50_ms": 1000 * statistics.median(delays),
        "step_p99_ms": 1000 * percentile(delays, 0.99),
        "step_worst_ms": 1000 * max(worst),
        "step_cpu_us_per_screen": 1e6 * used / STEPS / len(cookies),
    }
    screens.close()
    await asyncio.sleep(0.5)
    return result


async def bare(server: Process, count: int) -> dict[str, Any]:
    """The same number of streams and frames from an application that only streams."""
    screens = Screens()
    for start in range(0, count, 50):
        await asyncio.gather(
            *(screens.add(server.port, "/", "") for _ in range(start, min(count, start + 50)))
        )
    await screens.until(1, count)
    delays: list[float] = []
    cpu = server.cpu()
    for n in range(STEPS):
        sent = time.perf_counter()
        await post(server.port, "/", {"to": 3 + n % 2})
        await screens.until(2 + n, count)
        delays += [when - sent for when in screens.arrived[2 + n]]
        await asyncio.sleep(0.15)
    used = server.cpu() - cpu
    screens.close()
    await asyncio.sleep(0.5)
    return {
        "step_p50_ms": 1000 * statistics.median(delays),
        "step_p99_ms": 1000 * percentile(delays, 0.99),
        "step_cpu_us_per_screen": 1e6 * used / STEPS / count,
    }


async def texts(server: Process, room: str, cookies: list[str]) -> dict[str, Any]:
    """A thousand people send what they wrote within ten seconds, each acknowledged."""
    taken: list[float] = []
    statuses: list[int] = []
    cpu = server.cpu()

    async def send(number: int, cookie: str) -> None:
        await asyncio.sleep(10 * number / len(cookies))
        body = {
            "id": str(uuid4()),
            "kind": "text",
            "phase": "quiet",
            "text": f"Number {number}: I still hear the door of room four, and nobody came.",
            "code_hash": hashlib.sha256(secrets.token_bytes(16)).hexdigest(),
        }
        sent = time.perf_counter()
        status, _headers, _body = await post(server.port, f"/rooms/{room}/events", body, cookie)
        taken.append(time.perf_counter() - sent)
        statuses.append(status)

    await asyncio.gather(*(send(n, cookie) for n, cookie in enumerate(cookies)))
    return {
        "texts": len(cookies),
        "texts_acknowledged": statuses.count(201),
        "text_p50_ms": 1000 * statistics.median(taken),
        "text_p95_ms": 1000 * percentile(taken, 0.95),
        "text_p99_ms": 1000 * percentile(taken, 0.99),
        "text_cpu_ms": 1000 * (server.cpu() - cpu) / len(cookies),
    }


async def reveal(server: Process, room: str, console: str) -> dict[str, Any]:
    """All texts come to the console once, none twice, and not in the order they were sent."""
    await post(
        server.port,
        f"/rooms/{room}/events",
        {"id": str(uuid4()), "kind": "close_writing", "phase": "quiet"},
        console,
    )
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port, limit=2**24)
    writer.write(
        f"GET /rooms/{room} HTTP/1.1\r\nHost: localhost\r\nCookie: {console}\r\n"
        "Connection: close\r\n\r\n".encode()
    )
    raw = await reader.read()
    writer.close()
    state = json.loads(raw.partition(b"\r\n\r\n")[2])["state"]
    items = state["to_read"]["quiet"]["items"]
    numbers = [int(item["text"].split(":")[0].removeprefix("Number ")) for item in items]
    return {
        "texts_to_read": len(items),
        "texts_lost_or_twice": PEOPLE - len(set(numbers)) + len(numbers) - len(set(numbers)),
        "texts_in_order_sent": numbers == sorted(numbers),
    }


def console_cookie(server: Process, room: str) -> str:
    """The cookie that the facilitator's door sets, signed with this installation's own key."""
    import hmac  # noqa: PLC0415
    from uuid import UUID  # noqa: PLC0415

    body = UUID(room).bytes + bytes([0]) + secrets.token_bytes(16)
    key = (server.folder / "keys" / "room.key").read_bytes()
    message = b"".join(len(part).to_bytes(4, "big") + part for part in (b"cookie", body))
    value = base64.urlsafe_b64encode(body + hmac.digest(key, message, "sha256")).decode()
    return f"phr_room_{UUID(room).hex[:8]}_console={value.rstrip('=')}"


async def come_in(server: Process, code: str, people: int) -> tuple[str, list[str], float]:
    began = time.perf_counter()
    cookies: list[str] = []
    room = ""
    for start in range(0, people, 100):
        answers = await asyncio.gather(
            *(
                post(server.port, f"/rooms/{code}/join", {})
                for _ in range(start, min(people, start + 100))
            )
        )
        for status, headers, body in answers:
            assert status == 200, (status, body)
            cookies.append(headers["set-cookie"].split(";")[0])
            room = json.loads(body)["room"]
    return room, cookies, time.perf_counter() - began


async def measure(server: Process, peer: Process) -> dict[str, Any]:
    found: list[dict[str, Any]] = []
    peers: list[dict[str, Any]] = []
    for n in range(REPEATS):
        room, cookies, joined = await come_in(server, f"BENCH{'ABCDE'[n]}", PEOPLE)
        console = console_cookie(server, room)
        ours = streams(server, console, room, cookies)
        theirs = bare(peer, PEOPLE)
        for one, kept in ((ours, found), (theirs, peers))[:: 1 if n % 2 == 0 else -1]:
            kept.append(await one)
        found[-1]["joined_after_s"] = joined
    await post(
        server.port,
        f"/rooms/{room}/events",
        {"id": str(uuid4()), "kind": "step", "to": 1},
        console,
    )
    result = summary(found)
    result |= {f"bare_{name}": value for name, value in summary(peers).items()}
    result["fan_out_over_bare"] = (
        result["step_cpu_us_per_screen"] / result["bare_step_cpu_us_per_screen"]
    )
    result |= await texts(server, room, cookies)
    result |= await reveal(server, room, console)
    return result


def summary(repeats: list[dict[str, Any]]) -> dict[str, Any]:
    """The median of the repeats, and for latencies also the worst."""
    medians = {name: statistics.median([one[name] for one in repeats]) for name in repeats[0]}
    worst = {
        f"{name}_worst": max(one[name] for one in repeats)
        for name in repeats[0]
        if name.endswith("p99_ms")
    }
    return medians | worst


def misses(result: dict[str, Any]) -> list[str]:
    """Which of the limits are not held."""
    over = [
        f"{name}: {result[name]:.2f} > {most}"
        for name, most in LIMITS.items()
        if result[name] > most
    ]
    if result["texts_acknowledged"] != PEOPLE or result["texts_lost_or_twice"]:
        over.append("texts were lost, refused or doubled")
    return over


def run(json: bool = False) -> int:
    """Measure; print a table or JSON. Returns 1 where a limit is not held."""
    with tempfile.TemporaryDirectory() as name:
        server = Process("tests.commons.rooms.server", Path(name))
        peer = Process("benchmarks.bare_stream", Path(name))
        try:
            result = asyncio.run(measure(server, peer))
        finally:
            server.stop()
            peer.stop()
    _print(result, as_json=json)
    return 1 if misses(result) else 0


def _print(result: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(result))
        return
    for name, value in result.items():
        shown = f"{value:12.2f}" if isinstance(value, float) else f"{value!s:>12}"
        print(f"{shown}  {name}" + (f"  (limit {LIMITS[name]})" if name in LIMITS else ""))
    for line in misses(result):
        print(f"not held: {line}")


def main() -> int:
    """The figures as a table, for `make bench`."""
    return run()


if __name__ == "__main__":
    sys.exit(run(json="--json" in sys.argv))
