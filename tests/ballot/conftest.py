"""A page on localhost that may load our modules and nothing else, in the real Chromium."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "phronesis"
POLICY = "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'"
SHELL = b"<!doctype html><html lang=en><title>modules</title><p>modules</p>"


class StaticFiles(BaseHTTPRequestHandler):
    """The static folders of all apps under /static/, as the site serves them, and one shell."""

    def do_GET(self) -> None:
        found = SHELL if self.path == "/" else self._module()
        self.send_response(200 if found is not None else 404)
        self.send_header("Content-Security-Policy", POLICY)
        kind = "text/html" if self.path == "/" else "text/javascript"
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.end_headers()
        self.wfile.write(found or b"")

    def _module(self) -> bytes | None:
        name = self.path.removeprefix("/static/")
        if not name.endswith(".js") or ".." in name:
            return None
        candidates = (app / "static" / name for app in (SOURCE / "ballot", SOURCE / "design"))
        return next((path.read_bytes() for path in candidates if path.is_file()), None)

    def log_message(self, *_: object) -> None:
        """Say nothing: a test run is not an access log."""


@pytest.fixture(scope="session")
def static_address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), StaticFiles)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def phone(chromium: Any, static_address: str) -> Iterator[Any]:
    """A fresh phone on the shell page; what goes wrong on it fails the test."""
    context = chromium.new_context()
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto(static_address)
    yield page
    context.close()
    assert troubles == []
