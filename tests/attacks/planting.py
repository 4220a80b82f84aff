"""A real installation in which known words and names were planted by real requests.

Everything goes the way of people: invitation mail, page, tap, poster, phone, console. What a
thief would carry away is collected at the end: databases with their write-ahead logs, two
copies made while the server ran, the server's log and every mail. The keys are not.
"""

import asyncio
import base64
import hashlib
import os
import random
import secrets
import shutil
import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from phronesis import formats
from phronesis.demo.rehearsal import crypto, letting_go
from phronesis.demo.rehearsal.facilitator import Facilitator
from phronesis.demo.rehearsal.forms import filled, forms_of
from phronesis.demo.rehearsal.installation import Installation, Mailbox
from phronesis.demo.rehearsal.person import Person
from phronesis.demo.rehearsal.report import Report
from phronesis.demo.rehearsal.run import Rehearsal, _assemble, come_in_by_mail, in_turns

FORMAT = "moral-resilience-rounds"
PHRASE, NAME = "zqvplanted", "Vexqorim"  # what every planted phrase and every name begins with
DRAFTS = (letting_go.GOES, letting_go.STOPPED, letting_go.VETOED)
CARRIED, KEPT, HELD, BACK, WITH_SLIPS = 12, 5, 20, 20, 6
SIX_HOURS = 6 * 3600
FILLED = 8192  # what a phone fills a carried text to


class RawMailbox(Mailbox):
    """Keeps the bytes too, as a mail log or a stolen mail server would hold them."""

    def __init__(self) -> None:
        super().__init__()
        self.raw: list[tuple[str, bytes]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.raw += [(to, envelope.original_content) for to in envelope.rcpt_tos]
        return await super().handle_DATA(server, session, envelope)


@dataclass(slots=True)
class House(Installation):
    """On PostgreSQL where an address is given, otherwise on SQLite."""

    mail: RawMailbox = field(default_factory=RawMailbox)
    postgres: str = ""
    prefix: str = field(default_factory=lambda: f"phronesis_stolen_{secrets.token_hex(4)}")

    def make(self, *arguments: str) -> dict[str, Any]:
        if self.postgres:
            (self.data.parent / "home").mkdir()
        return Installation.make(self, *arguments)

    def _run(self, module: str, *arguments: str) -> str:
        config = self.data / "phronesis.toml"
        if self.postgres and self.prefix not in config.read_text():
            with config.open("a") as file:
                file.write(f'postgres = "{self.postgres}"\npostgres_prefix = "{self.prefix}"\n')
        return Installation._run(self, module, *arguments)


@dataclass
class Loot:
    """What the thief has: files by a name, and the mail. `phrases` and `names` were planted."""

    phrases: list[str]
    names: list[str]
    files: dict[str, bytes] = field(default_factory=dict)
    mail: list[tuple[str, bytes]] = field(default_factory=list)
    of: dict[str, str] = field(default_factory=dict)
    released: bool = False
    problems: list[str] = field(default_factory=list)


def steal(folder: Path, *, people: int, texts: int, postgres: str = "") -> Loot:
    """Plant in a fresh installation, kill its server, and carry away all but the keys."""
    house = House(postgres=postgres)
    names = [f"{NAME} {secrets.token_hex(5)}" for _ in range(people)]
    loot = Loot([], names)
    try:
        asyncio.run(_live(house, loot, folder, people, texts))
        _collect(house, loot, folder)
    finally:
        house.stop()
        if postgres:
            for plane in PLANES:
                _psql(postgres, f"DROP DATABASE IF EXISTS {house.prefix}_{plane}")
    return loot


PLANES = ("office", "commons", "ballot", "vault", "workbench")


def _collect(house: House, loot: Loot, folder: Path) -> None:
    if house.server:
        house.server.kill()
        house.server.wait()
    shutil.copytree(house.data, folder / "disk")
    if house.postgres:
        for plane in PLANES:
            dump = ["pg_dump", "--inserts", "-d", f"{house.postgres}{house.prefix}_{plane}"]
            done = subprocess.run(dump, capture_output=True, check=True)
            (folder / "disk" / f"{plane}.sql").write_bytes(done.stdout)
    shutil.copy(Path(house.folder.name) / "server.log", folder / "server.log")
    loot.files = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    loot.mail = house.mail.raw


def _psql(address: str, command: str) -> None:
    subprocess.run(["psql", "-q", "-d", address + "postgres", "-c", command], check=True)


async def _live(house: House, loot: Loot, folder: Path, people: int, texts: int) -> None:
    """One gathering from the invitations to the released insight."""
    world = await asyncio.to_thread(house.make, "--people", str(people), "--format", FORMAT)
    await asyncio.to_thread(house.start, 90)
    report = Report(format=FORMAT, people=people)
    chance = random.Random(1)
    rehearsal = _assemble(formats.load(FORMAT), house, report, chance, world)
    loot.problems = report.problems
    try:
        await _arrive(rehearsal, loot)
        await _carry(rehearsal, loot)
        await rehearsal.facilitator.open_room(rehearsal.gathering)
        await in_turns(rehearsal.people, lambda person: person.come_in(rehearsal.code))
        codes = await _gather(rehearsal, loot, texts)
        assert not report.problems, report.problems
        shutil.copytree(house.data, folder / "backup-during")
        loot.phrases += DRAFTS
        await letting_go.run(rehearsal)
        loot.released = report.insights == 1
        await _take_back(rehearsal, codes)
        shutil.copytree(house.data, folder / "backup-after")
    finally:
        for listener in report.listeners:
            listener.cancel()
        await asyncio.gather(*report.listeners, return_exceptions=True)


async def _arrive(rehearsal: Rehearsal, loot: Loot) -> None:
    """Everybody accepts under a planted name and says whether they come."""
    named = dict(zip((p.name for p in rehearsal.people), loot.names, strict=True))
    loot.of = named

    async def accept(person: Person) -> None:
        link = await rehearsal.installation.mailed(person.name, "/invitation/")
        if isinstance(person, Facilitator):
            await come_in_by_mail(rehearsal, person)
        page = await person.browser.get(link or "/")
        wanted = [
            f for f in forms_of(page.text) if "language" not in f.fields or "name" in f.fields
        ]
        assert wanted, f"an invitation's page answered {page.status}"
        fields = filled(wanted[0], name=named.get(person.name, person.name))
        answer = await person.browser.post_form(wanted[0].action or link or "/", fields)
        rehearsal.report.expect(answer.status == 200, f"accepting answered {answer.status}")
        await _say_whether_one_comes(rehearsal, person)

    await in_turns([rehearsal.facilitator, *rehearsal.people], accept)


async def _say_whether_one_comes(rehearsal: Rehearsal, person: Person) -> None:
    path = f"/gatherings/{rehearsal.gathering}"
    page = await person.browser.get(path)
    for form in forms_of(page.text):
        if "answer" in form.fields:
            await person.browser.post_form(form.action or path, filled(form, answer="yes"))
            return


def a_phrase(loot: Loot) -> str:
    phrase = f"{PHRASE}{secrets.token_hex(6)}"
    loot.phrases.append(phrase)
    return phrase


def in_a_sentence(phrase: str) -> str:
    return f"Nobody had said for whom we turned it up, {phrase}, until his daughter came."


async def _carry(rehearsal: Rehearsal, loot: Loot) -> None:
    """Written at night and sealed to the gathering, without a cookie."""
    browser, path = rehearsal.facilitator.browser, f"/rooms/gatherings/{rehearsal.gathering}"
    offer = (await browser.get(f"{path}/carry", accept="application/json", cookies=False)).json()
    point = base64.urlsafe_b64decode(offer["public_key"] + "=" * 3)
    for _number in range(CARRIED):
        words = in_a_sentence(a_phrase(loot)).encode().ljust(FILLED, b"\0")
        sealed = crypto.seal(point, offer["info"].encode(), bytes.fromhex(offer["aad"]), words)
        body = {"code_hash": secrets.token_hex(32), "sealed": crypto.b64(sealed)}
        answer = await browser.post_json(f"{path}/carried", body, cookies=False)
        rehearsal.report.expect(answer.status == 202, f"carrying answered {answer.status}")


async def _gather(rehearsal: Rehearsal, loot: Loot, texts: int) -> list[bytes]:
    """Write, read, hold, show, keep, close; the return codes of what will be taken back."""
    facilitator, codes = rehearsal.facilitator, []
    word = await facilitator.stage.until("word") if facilitator.stage else None
    for person in rehearsal.people[:WITH_SLIPS]:
        await person.collect_slips(rehearsal.gathering, (word or {})["digits"])
    await facilitator.do("step", to=1)

    async def write(person: Person) -> None:
        for _number in range(texts):
            code, phrase = secrets.token_bytes(16), a_phrase(loot)
            codes.append(code)
            hashed = hashlib.sha256(code).hexdigest()
            await person.do("text", phase="quiet", text=in_a_sentence(phrase), code_hash=hashed)

    await in_turns(rehearsal.people, write)
    # Somebody who holds a code of this gathering will veto with it.
    rehearsal.people[0].codes[rehearsal.gathering] = codes[-1]
    await _read(rehearsal)
    await facilitator.do("step", to=5)
    for _number in range(KEPT):
        await facilitator.do("keep", text=in_a_sentence(a_phrase(loot)))
    await facilitator.do("close")
    return codes


async def _read(rehearsal: Rehearsal) -> None:
    facilitator = rehearsal.facilitator
    await facilitator.do("close_writing", phase="quiet")
    frame = await facilitator.stream.until("to_read") if facilitator.stream else None
    for number, item in enumerate((frame or {"items": []})["items"]):
        held = number % max(2, len((frame or {})["items"]) // HELD) == 0
        verdict = {"verdict": "hold", "reason": "patient"} if held else {"verdict": "show"}
        await facilitator.do("read", item=item["id"], **verdict)
    await facilitator.do("show", phase="quiet")


async def _take_back(rehearsal: Rehearsal, codes: list[bytes]) -> None:
    """Some are taken back by their code; the clock goes to the next slot."""
    browser = rehearsal.people[0].browser
    room = rehearsal.people[0].room
    for code in codes[: min(BACK, len(codes) // 3)]:
        body = {"gathering": str(rehearsal.gathering), "code": code.hex()}
        await browser.post_json("/rooms/carried/back", body, cookies=False)
    before = await _on_the_wall(browser, room)
    now = datetime.now(UTC).timestamp() + rehearsal.installation.ahead
    rehearsal.installation.move_clock(SIX_HOURS - now % SIX_HOURS + 60)
    for _moment in range(60):
        if await _on_the_wall(browser, room) < before:
            return
        await asyncio.sleep(0.5)
    rehearsal.report.problems.append("what was taken back did not leave")


async def _on_the_wall(browser: Any, room: Any) -> int:
    answer = await browser.get(f"/rooms/{room}", accept="application/json")
    return len(answer.json()["state"]["wall"]["quiet"]["items"])


def postgres_of_this_run() -> str:
    """Where this run's PostgreSQL is, or nothing when it runs on SQLite."""
    if os.environ.get("PHRONESIS_TEST_DATABASE") != "postgres":
        return ""
    found = os.environ.get("PHRONESIS_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/")
    return found if urlsplit(found).path.endswith("/") else found + "/"
