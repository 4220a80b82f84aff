"""`kill -9` at random moments: what was acknowledged is there, once, and whole."""

import asyncio
import hashlib
import hmac
import random
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from phronesis import formats
from phronesis.demo.rehearsal import crypto, run
from phronesis.demo.rehearsal.http import Browser
from phronesis.demo.rehearsal.installation import Installation
from phronesis.demo.rehearsal.report import Report
from phronesis.demo.rehearsal.run import Rehearsal
from tests.measured import note

pytestmark = [pytest.mark.slow, pytest.mark.sqlite_only]

FORMAT = "moral-resilience-rounds"
GONE = (OSError, asyncio.IncompleteReadError, TimeoutError)
SEALED = 2048 + 65 + 16
PHONES, WRITERS = 60, 12


@dataclass
class Sent:
    """What clients know: `acknowledged` by id or hash; `tried` are all that were ever sent."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    tried: dict[str, str] = field(default_factory=dict)
    kills: int = 0


async def killed(installation: Installation, sent: Sent, kills: int, send: Any) -> None:
    """Send without pause while the server is killed and started, again and again."""
    chance = random.Random(7)
    senders = [asyncio.create_task(send()) for _ in range(WRITERS)]
    try:
        for _kill in range(kills):
            before = len(sent.acknowledged)
            async with asyncio.timeout(60):
                while len(sent.acknowledged) == before:
                    await asyncio.sleep(0.01)
            await asyncio.sleep(chance.random() * 0.7)
            assert installation.server
            installation.server.kill()
            await asyncio.to_thread(installation.server.wait)
            sent.kills += 1
            await asyncio.to_thread(installation.start, 90)
    finally:
        for sender in senders:
            sender.cancel()
        await asyncio.gather(*senders, return_exceptions=True)


async def write_texts(rehearsal: Rehearsal, phones: list[Browser], sent: Sent) -> None:
    """One text after another from any phone; the same one again until it is acknowledged."""
    while True:
        name = str(uuid4())
        words = f"For whom, and until when? {secrets.token_hex(40)}"
        code = secrets.token_hex(32)
        act = {"id": name, "kind": "text", "phase": "quiet", "text": words, "code_hash": code}
        sent.tried[name] = words
        while name not in sent.acknowledged:
            phone = random.choice(phones)
            with suppress(*GONE):
                answer = await phone.post_json(f"/rooms/{rehearsal.gathering}/events", act)
                assert answer.status in (200, 201, 429, 503), answer.text
                if answer.status in (200, 201):
                    sent.acknowledged[name] = words
                    break
            await asyncio.sleep(0.05)


async def seal_answers(rehearsal: Rehearsal, sheet: dict[str, Any], sent: Sent) -> None:
    """One sealed answer after another; nobody can tell what is in it, so it may be anything."""
    key = crypto.unb64(rehearsal.people[0].keys["sheet_key"])
    browser = Browser(rehearsal.installation.address)
    while True:
        sealed = secrets.token_bytes(SEALED)
        name = hashlib.sha256(sealed).hexdigest()
        tag = hmac.digest(key, sealed, "sha256")
        body = {"sealed": crypto.b64(sealed), "tag": crypto.b64(tag)}
        sent.tried[name] = name
        with suppress(*GONE):
            path = f"/ballot/sheets/{sheet['hash']}/ballots"
            answer = await browser.post_json(path, body, cookies=False)
            if answer.status == 202:
                sent.acknowledged[name] = name
        await asyncio.sleep(0.3)  # the box is full at 4000


async def a_gathering(installation: Installation) -> Rehearsal:
    """Five people in a room, two of them with a console and a stage, nobody writing yet."""
    world = await asyncio.to_thread(installation.make, "--people", "5", "--format", FORMAT)
    await asyncio.to_thread(installation.start, 90)
    report = Report(format=FORMAT, people=5)
    script = formats.load(FORMAT)
    rehearsal = run._assemble(script, installation, report, random.Random(1), world)
    await run._arrive(rehearsal, world)
    stage = rehearsal.facilitator.stage
    word = await stage.until("word") if stage else None
    for person in rehearsal.people:
        await person.collect_slips(rehearsal.gathering, (word or {})["digits"])
    await rehearsal.facilitator.do("step", to=1)
    return rehearsal


async def many_phones(rehearsal: Rehearsal) -> list[Browser]:
    phones = [Browser(rehearsal.installation.address) for _ in range(PHONES)]
    for phone in phones:
        answer = await phone.post_json(f"/rooms/{rehearsal.code}/join", {})
        assert answer.status == 200, answer.text
    return phones


@contextmanager
def table(installation: Installation, plane: str) -> Iterator[sqlite3.Connection]:
    path = Path(installation.data) / f"{plane}.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        yield connection


def whole(installation: Installation) -> None:
    """Every word has its key and is counted, and every view counts without a gap."""
    with table(installation, "vault") as vault:
        keys = {row[0] for row in vault.execute("SELECT item FROM vault_itemkey")}
        assert vault.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with table(installation, "commons") as commons:
        assert commons.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        texts = {row[0] for row in commons.execute("SELECT id FROM rooms_contribution")}
        counts = commons.execute(
            "SELECT view, COUNT(*), MAX(seq) FROM rooms_logentry GROUP BY view"
        ).fetchall()
        [counted] = commons.execute(
            "SELECT json_extract(progress, '$.quiet.written') FROM rooms_room"
        ).fetchone()
    assert texts <= keys
    assert counted == len(texts)
    assert all(number == last for _view, number, last in counts)


async def through_kills(kills: int) -> dict[str, int]:
    installation = Installation()
    try:
        rehearsal = await a_gathering(installation)
        texts, answers = Sent(), Sent()
        phones = await many_phones(rehearsal)
        most = kills - kills // 4
        await killed(installation, texts, most, lambda: write_texts(rehearsal, phones, texts))
        await facilitator_reads(rehearsal, texts)
        whole(installation)
        sheet = await a_sheet(rehearsal)
        await killed(
            installation, answers, kills // 4, lambda: seal_answers(rehearsal, sheet, answers)
        )
        in_the_box(installation, answers)
        return {
            "kills": texts.kills + answers.kills,
            "texts": len(texts.acknowledged),
            "answers": len(answers.acknowledged),
            "lost": 0,
        }
    finally:
        for listener in rehearsal.report.listeners:
            listener.cancel()
        await asyncio.to_thread(installation.stop)


async def facilitator_reads(rehearsal: Rehearsal, sent: Sent) -> None:
    """She gets every acknowledged text once, as it was written, and nothing nobody sent."""
    await rehearsal.facilitator.do("close_writing", phase="quiet")
    stream = rehearsal.facilitator.stream
    frame = await stream.until("to_read", phase="quiet") if stream else None
    assert frame is not None
    arrived = [item["text"] for item in frame["items"]]
    assert len(arrived) == len(set(arrived))
    missing = set(sent.acknowledged.values()) - set(arrived)
    assert not missing, f"{len(missing)} acknowledged texts were lost"
    assert set(arrived) <= set(sent.tried.values())


async def a_sheet(rehearsal: Rehearsal) -> dict[str, Any]:
    await rehearsal.facilitator.do("close")
    await rehearsal.facilitator.draft(
        rehearsal.gathering,
        title="Say for whom",
        kind="insight",
        destination="circle",
        situation="At night.",
    )
    await asyncio.sleep(6)  # the ticker closes the record
    morning = (datetime.now(UTC) + timedelta(days=1)).replace(hour=9, minute=5)
    rehearsal.installation.move_clock((morning - datetime.now(UTC)).total_seconds())
    for _moment in range(240):
        if sheet := await rehearsal.people[0].read_sheet(rehearsal.gathering):
            return sheet
        await asyncio.sleep(0.25)
    raise AssertionError("no sheet opened")


def in_the_box(installation: Installation, sent: Sent) -> None:
    assert installation.server
    installation.server.kill()
    installation.server.wait()
    with table(installation, "ballot") as ballot:
        assert ballot.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        rows = ballot.execute("SELECT hash, sealed FROM ballot_sealedanswer").fetchall()
    stored = {name for name, _sealed in rows}
    assert all(hashlib.sha256(sealed).hexdigest() == name for name, sealed in rows)
    missing = set(sent.acknowledged) - stored
    assert not missing, f"{len(missing)} acknowledged answers were lost"
    assert stored <= set(sent.tried)


def test_twenty_kills_lose_nothing_that_was_acknowledged() -> None:
    figures = asyncio.run(through_kills(20))

    note("kill -9", **figures)
    assert figures["texts"] > 100
    assert figures["answers"] > 20


@pytest.mark.proof
def test_two_hundred_kills_lose_nothing_that_was_acknowledged() -> None:
    figures = asyncio.run(through_kills(200))

    note("kill -9, 200 times", **figures)
