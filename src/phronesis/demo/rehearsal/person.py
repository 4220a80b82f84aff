"""A simulated person with a phone: joins, writes or passes, knows, raises a hand, lets go."""

import asyncio
import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from phronesis.demo.rehearsal import crypto
from phronesis.demo.rehearsal.http import Answer, Browser
from phronesis.demo.rehearsal.report import Report

QUIET = 10.0


@dataclass(slots=True)
class Stream:
    """Everything one view of the room was sent, in the order it came."""

    browser: Browser
    room: UUID
    view: str = "phone"
    frames: list[dict[str, Any]] = field(default_factory=list)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def listen(self) -> None:
        """Follow the stream, coming back with the last number seen whenever it breaks."""
        while True:
            last = self.frames[-1]["seq"] if self.frames else 0
            try:
                async for frame in self.browser.stream(self._path, last):
                    async with self.changed:
                        self.frames.append(frame)
                        self.changed.notify_all()
            except (OSError, asyncio.IncompleteReadError, TimeoutError):
                await asyncio.sleep(0.3)

    @property
    def _path(self) -> str:
        return f"/rooms/{self.room}/events?view={self.view}"

    async def until(self, kind: str, seconds: float = 30, **fields: Any) -> dict[str, Any] | None:
        """The first frame of this kind with these fields, waiting for it if need be."""

        def found() -> dict[str, Any] | None:
            return next((f for f in self.frames if _fits(f, kind, fields)), None)

        try:
            async with asyncio.timeout(seconds), self.changed:
                await self.changed.wait_for(found)
        except TimeoutError:
            return None
        return found()

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [frame for frame in self.frames if frame["kind"] == kind]


def _fits(frame: dict[str, Any], kind: str, fields: dict[str, Any]) -> bool:
    return frame["kind"] == kind and all(frame.get(name) == v for name, v in fields.items())


@dataclass(slots=True)
class Person:
    """One member. `texts` maps what they wrote to the return code only they hold."""

    name: str
    browser: Browser
    report: Report
    stream: Stream | None = None
    room: UUID | None = None
    sent: dict[UUID, str] = field(default_factory=dict)
    codes: dict[UUID, bytes] = field(default_factory=dict)
    slips: list[dict[str, str]] = field(default_factory=list)
    keys: dict[str, Any] = field(default_factory=dict)
    receipt: str = ""

    async def come_in(self, code: str) -> None:
        """The poster: one page, one tap."""
        page = await self.browser.get(f"/in/{code}")
        self.report.expect(page.status == 200, f"the poster's page answered {page.status}")
        answer = await self.browser.post_json(f"/rooms/{code}/join", {})
        if not self.report.expect(answer.status == 200, f"joining answered {answer.status}"):
            return
        self.room = UUID(answer.json()["room"])
        self.stream = Stream(self.browser, self.room)
        self.report.listen(self.stream)

    async def do(self, kind: str, **body: Any) -> Answer:
        """One act, tried again with the same id until it is acknowledged."""
        act = {"id": str(uuid4()), "kind": kind, **body}
        return await self.send(act)

    async def send(self, act: dict[str, Any]) -> Answer:
        self.report.sent += 1
        answer = Answer(0, {}, b"")
        for _attempt in range(5):
            try:
                answer = await self.browser.post_json(f"/rooms/{self.room}/events", act)
            except (OSError, asyncio.IncompleteReadError, TimeoutError):
                await asyncio.sleep(0.3)
                continue
            if answer.status < 500:
                break
            await asyncio.sleep(0.3)
        self.report.acknowledge(act["kind"], answer)
        return answer

    async def write(self, phase: str, words: str) -> None:
        """Write something and keep its return code."""
        item, code = uuid4(), secrets.token_bytes(16)
        body = {"phase": phase, "text": words, "code_hash": hashlib.sha256(code).hexdigest()}
        act = {"id": str(item), "kind": "text", **body}
        answer = await self.send(act)
        if answer.status == 201:
            self.sent[item], self.codes[item] = words, code
            again = await self.send(act)
            self.report.expect(again.status == 200, "sending again was not the same answer")
            other = await self.browser.post_json(
                f"/rooms/{self.room}/events", {**act, "text": words + " again"}
            )
            self.report.expect(other.status == 422, "other words under one id were taken")

    async def collect_slips(self, gathering: UUID, word: str) -> None:
        """Ask for three slips with the word shown in the room, and unblind them."""
        answer = await self.browser.get(
            f"/ballot/gatherings/{gathering}/keys", accept="application/json"
        )
        if not self.report.expect(answer.status == 200, f"the keys answered {answer.status}"):
            return
        self.keys = answer.json()
        asked = [crypto.ask(_unb64(issuer)) for issuer in self.keys["issuers"]]
        body = {
            "gathering": str(gathering),
            "word": word,
            "blinded": [crypto.b64(one.blinded) for one in asked],
        }
        answer = await self.browser.post_json("/ballot/tokens", body)
        if not self.report.expect(answer.status == 200, f"the slips answered {answer.status}"):
            return
        signatures = map(_unb64, answer.json()["signatures"])
        self.slips = [crypto.finish(a, s) for a, s in zip(asked, signatures, strict=True)]

    async def read_sheet(self, gathering: UUID) -> dict[str, Any]:
        """Fetch the sheet without a cookie and open it; its texts and its hash."""
        path = f"/ballot/gatherings/{gathering}/sheet"
        answer = await self.browser.get(path, accept="application/json", cookies=False)
        if answer.status != 200:
            return {}
        body: dict[str, Any] = answer.json()
        key = _unb64(self.keys["sheet_key"])
        return body | crypto.read_sheet(key, gathering.bytes, _unb64(body["ciphertext"]))

    async def let_go(self, sheet: dict[str, Any], answers: dict[str, str]) -> None:
        """Seal an answer under this round's slip and send it without a cookie."""
        withdraw = {t: hashlib.sha256(secrets.token_bytes(16)).hexdigest() for t in answers}
        slip = self.slips[sheet["round"]]
        await self._cast(sheet, {"slip": slip, "answers": answers, "withdraw": withdraw})

    async def veto(self, sheet: dict[str, Any], text: str) -> None:
        """Seal a return code in place of a slip."""
        code = next(iter(self.codes.values()))
        await self._cast(sheet, {"code": code.hex(), "answers": {text: "points"}})

    async def _cast(self, sheet: dict[str, Any], body: dict[str, Any]) -> None:
        point = _unb64(self.keys["seals"][sheet["round"]])
        key = _unb64(self.keys["sheet_key"])
        envelope = crypto.seal_answer(point, sheet["hash"], key, body)
        answer = await self.browser.post_json(
            f"/ballot/sheets/{sheet['hash']}/ballots", envelope, cookies=False
        )
        self.report.expect(answer.status == 202, f"a sealed answer got {answer.status}")
        self.receipt = hashlib.sha256(_unb64(envelope["sealed"])).hexdigest()


def _unb64(value: str) -> bytes:
    return crypto.unb64(value)
