"""A small asynchronous HTTP/1.1 client: cookies, forms, JSON and event streams.

A rehearsal opens hundreds of streams at once and must see every byte as it came; a library
that reconnects and retries on its own would hide what is being looked for.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

SECONDS = 60


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


@dataclass(slots=True)
class Browser:
    """One person's browser: an address and what it remembers."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    language: str = "en"

    async def get(self, path: str, *, accept: str = "text/html", cookies: bool = True) -> Answer:
        return await self._ask("GET", path, b"", {"Accept": accept}, cookies=cookies)

    async def post_json(self, path: str, body: Any, *, cookies: bool = True) -> Answer:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if token := self.cookies.get("csrftoken"):
            headers["X-CSRFToken"] = token
        return await self._ask("POST", path, json.dumps(body).encode(), headers, cookies=cookies)

    async def post_form(self, path: str, fields: Mapping[str, str]) -> Answer:
        """Post a form as the page would, following one redirect."""
        body = {**fields, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}
        answer = await self._ask("POST", path, urlencode(body).encode(), headers)
        if answer.status in (302, 303):
            return await self.get(answer.headers["location"])
        return answer

    async def stream(self, path: str, after: int) -> AsyncIterator[dict[str, Any]]:
        """Every frame of an event stream, as it arrives, until the server ends it."""
        headers = {"Accept": "text/event-stream", "Last-Event-ID": str(after)}
        reader, writer = await self._send("GET", path, b"", headers, cookies=True)
        try:
            status, received = await _head(reader)
            if status != 200:
                raise ConnectionError(f"the stream answered {status}")
            lines = _lines(reader, chunked="chunked" in received.get("transfer-encoding", ""))
            async for line in lines:
                if line.startswith(b"data:"):
                    yield json.loads(line[5:])
        finally:
            writer.close()

    async def _ask(
        self,
        method: str,
        path: str,
        body: bytes,
        headers: Mapping[str, str],
        *,
        cookies: bool = True,
    ) -> Answer:
        async with asyncio.timeout(SECONDS):
            reader, writer = await self._send(method, path, body, headers, cookies=cookies)
            try:
                status, received = await _head(reader)
                content = await _body(reader, received)
            finally:
                writer.close()
        if cookies:
            self._remember(received.get("set-cookie", ""))
        return Answer(status, received, content)

    async def _send(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str], *, cookies: bool
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        parts = urlsplit(self.address)
        target = urlsplit(path)
        line = target.path + (f"?{target.query}" if target.query else "")
        lines = [
            f"{method} {line} HTTP/1.1",
            f"Host: {parts.netloc}",
            f"Origin: {self.address}",
            f"Accept-Language: {self.language}",
            f"Content-Length: {len(body)}",
            "Connection: close",
            *(f"{name}: {value}" for name, value in headers.items()),
        ]
        if cookies and self.cookies:
            pairs = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            lines.append(f"Cookie: {pairs}")
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        await writer.drain()
        return reader, writer

    def _remember(self, header: str) -> None:
        for line in header.split("\n"):
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0" or not morsel.value:
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value


async def _head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    """Status and headers; several Set-Cookie lines are joined by newlines."""
    block = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *rest = block.strip().split("\r\n")
    headers: dict[str, str] = {}
    for line in rest:
        name, _, value = line.partition(":")
        name, value = name.strip().lower(), value.strip()
        headers[name] = f"{headers[name]}\n{value}" if name in headers else value
    return int(first.split()[1]), headers


async def _body(reader: asyncio.StreamReader, headers: Mapping[str, str]) -> bytes:
    if "chunked" in headers.get("transfer-encoding", ""):
        return b"".join([chunk async for chunk in _chunks(reader)])
    if "content-length" in headers:
        return await reader.readexactly(int(headers["content-length"]))
    return await reader.read()


async def _chunks(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    while length := int((await reader.readline()).split(b";")[0].strip() or b"0", 16):
        yield await reader.readexactly(length)
        await reader.readexactly(2)


async def _lines(reader: asyncio.StreamReader, *, chunked: bool) -> AsyncIterator[bytes]:
    if not chunked:
        while line := await reader.readline():
            yield line.rstrip(b"\r\n")
        return
    rest = b""
    async for chunk in _chunks(reader):
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            yield line.rstrip(b"\r")
