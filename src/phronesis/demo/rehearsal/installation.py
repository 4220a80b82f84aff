"""A temporary installation with a server of its own, a mail server, and a clock that moves."""

import asyncio
import json
import os
import re
import shlex
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

LINK = re.compile(r"https?://[^\s/]+(/\S*)")


class Mailbox:
    """Keeps every mail, by recipient, as the mail server received it."""

    def __init__(self) -> None:
        self.received: dict[str, list[str]] = {}

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        words = envelope.content.decode(errors="replace").replace("=\r\n", "")
        for recipient in envelope.rcpt_tos:
            self.received.setdefault(recipient, []).append(words)
        return "250 taken"

    def link(self, recipient: str, containing: str) -> str | None:
        """The path of the first link of this kind in somebody's mail."""
        for words in self.received.get(recipient, []):
            for path in LINK.findall(words.replace("=3D", "=")):
                if containing in path:
                    return str(path).rstrip(">.")
        return None


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass(slots=True)
class Installation:
    """Made in a temporary folder, gone afterwards."""

    folder: tempfile.TemporaryDirectory[str] = field(
        default_factory=lambda: tempfile.TemporaryDirectory(prefix="phronesis-rehearsal-")
    )
    port: int = field(default_factory=free_port)
    mail: Mailbox = field(default_factory=Mailbox)
    server: subprocess.Popen[bytes] | None = None
    smtp: Controller | None = None
    ahead: float = 0.0

    @property
    def data(self) -> Path:
        return Path(self.folder.name) / "data"

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def make(self, *arguments: str) -> dict[str, Any]:
        """Set it up and people it; what a poster and a letter would say."""
        self.smtp = Controller(self.mail, hostname="127.0.0.1", port=free_port())
        self.smtp.start()
        self.data.mkdir()
        (self.data / "phronesis.toml").write_text(
            f'address = "{self.address}"\nkeys = "{self.folder.name}/keys"\n'
            f'demonstration = true\nmail_server = "127.0.0.1:{self.smtp.port}"\n'
            'mail_security = "none"\norganisation = "Rehearsal"\n',
            encoding="utf-8",
        )
        self._run("phronesis", "setup", "--data", str(self.data))
        made = self._run("phronesis.demo.world", "--data", str(self.data), *arguments)
        described: dict[str, Any] = json.loads(made.splitlines()[-1])
        return described

    def start(self, seconds: float = 40) -> None:
        """Start the server and wait until it is ready.

        Raises
        ------
        TimeoutError
            With what the server said, when it does not become ready.
        """
        # The tests put a server that breaks one promise in its place.
        instead = os.environ.get("PHRONESIS_TEST_SERVER")
        command = shlex.split(instead) if instead else [sys.executable, "-m", "phronesis"]
        self.server = subprocess.Popen(  # noqa: S603 -- our own command
            [*command, "serve", "--data", str(self.data), "--port", str(self.port)],
            env=_environment(),
            stdout=subprocess.DEVNULL,
            stderr=(Path(self.folder.name) / "server.log").open("wb"),
        )
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.server.poll() is None:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                    return
            except OSError:
                time.sleep(0.1)
        said = (Path(self.folder.name) / "server.log").read_text(errors="replace")[-600:]
        raise TimeoutError(f"the server did not become ready: {said}")

    def move_clock(self, seconds: float) -> None:
        """Run the installation's clock ahead, as a demonstration may."""
        self.ahead += seconds
        fresh = self.data / "clock-offset.part"
        fresh.write_text(str(self.ahead))
        fresh.replace(self.data / "clock-offset")

    async def mailed(self, recipient: str, containing: str, seconds: float = 30) -> str | None:
        """The link somebody was sent, waiting for the letter if need be."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if found := self.mail.link(recipient, containing):
                return found
            await asyncio.sleep(0.1)
        return None

    def stop(self) -> None:
        if self.server:
            self.server.terminate()
            try:
                self.server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.server.kill()
        if self.smtp:
            self.smtp.stop()
        self.folder.cleanup()

    def _run(self, module: str, *arguments: str) -> str:
        done = subprocess.run(  # noqa: S603 -- our own command
            [sys.executable, "-m", module, *arguments],
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{module} ended with {done.returncode}: {done.stderr[-800:]}")
        return done.stdout


def _environment() -> dict[str, str]:
    """Ours without settings of whoever started the rehearsal."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PHRONESIS_")}
    return kept | {"PYTHONPATH": str(Path(__file__).parents[3])}
