"""From the invitation's letter to the released insight, on a real installation.

A real server with its own databases, keys, mail server and clock; three windows that people
would have open (facilitator's console, a phone of 390 px, the stage) and others who come in
without a screen. Every page on the way is looked at by axe and photographed.
"""

import asyncio
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from phronesis.demo.rehearsal import run as rehearsing
from phronesis.demo.rehearsal.http import Browser
from phronesis.demo.rehearsal.installation import Installation
from phronesis.demo.rehearsal.person import Person
from phronesis.demo.rehearsal.report import Report
from tests.journeys import contact_sheet
from tests.journeys.room_windows import barriers, read_all, shows

pytestmark = pytest.mark.browser

PHONE, DESK, STAGE = (
    {"width": 390, "height": 844},
    {"width": 1280, "height": 900},
    {"width": 1920, "height": 1080},
)
MINE = "I turned the pump up again and said nothing."
GOES, POINTS = "Say for whom, and until when.", "The sister of the man in bay four stayed."


def now(doing: Coroutine[Any, Any, Any]) -> Any:
    """Done by somebody without a screen, in a thread: the windows have a loop of their own."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, doing).result()


class Whole:
    """One installation, one gathering, its people and their windows."""

    def __init__(self, chromium: Any) -> None:
        self.chromium, self.taps, self.troubles = chromium, 0, list[str]()
        self.here = Installation()
        world = self.here.make(
            "--people", "6", "--format", "moral-resilience-rounds", "--begins-in", "12"
        )
        self.here.start()
        self.gathering, self.code = world["gathering"], world["code"]
        self.facilitator, self.people = world["facilitator"], world["people"]
        self.report = Report("moral-resilience-rounds", 6)

    def window(self, size: dict[str, int]) -> Any:
        context = self.chromium.new_context(
            base_url=self.here.address, viewport=size, locale="en-GB", reduced_motion="reduce"
        )
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda problem: self.troubles.append(str(problem)))
        return page

    def accept(self, page: Any, address: str) -> None:
        """Open the letter's link, read, tap."""
        page.goto(now(self.here.mailed(address, "/invitation/")))
        for box in page.locator("form input[type=checkbox]").all():
            box.check()
        if page.locator("input[name=name]").count():
            page.fill("input[name=name]", address.split("@")[0].capitalize())

    def sign_in_by_mail(self, page: Any, address: str) -> None:
        """Somebody who is known here: a link by mail, used up by a tap."""
        page.goto("/sign-in")
        page.fill("input[name=name]", address)
        with page.expect_navigation():
            page.get_by_role("button", name="Mail me a link instead").click()
        page.goto(now(self.here.mailed(address, "/sign-in/link/")))
        with page.expect_navigation():
            page.get_by_role("button", name="Come in").click()

    def tap(self, page: Any, label: str) -> None:
        """One tap, counted."""
        self.taps += 1
        page.get_by_text(label, exact=True).locator("visible=true").first.click()

    def somebody(self, address: str) -> Person:
        """A member who comes in without a screen."""
        person = Person(address, Browser(self.here.address), self.report)

        async def arrive() -> None:
            rehearsal: Any = type(
                "Only", (), {"installation": self.here, "report": self.report, "facilitator": None}
            )
            await rehearsing.accept(rehearsal, person)
            answer = await person.browser.post_json(f"/rooms/{self.code}/join", {})
            person.room = UUID(answer.json()["room"])

        now(arrive())
        return person

    def move_to_the_morning_after(self) -> None:
        there = datetime.now(UTC) + timedelta(seconds=self.here.ahead)
        morning = (there + timedelta(days=1)).replace(hour=9, minute=5)
        self.here.move_clock((morning - there).total_seconds())


@pytest.fixture(scope="module")
def whole(chromium: Any) -> Iterator[Whole]:
    made = Whole(chromium)
    yield made
    for context in chromium.contexts:
        context.close()
    made.here.stop()


def come_in(page: Any) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Come in").click()


def looked_at(page: Any, name: str, url: str | None = None) -> None:
    """The page as a picture, and what axe says of it."""
    if url:
        page.goto(url)
    page.evaluate("Promise.allSettled(document.getAnimations().map(a => a.finished))")
    assert barriers(page) == [], name
    contact_sheet.shoot(page, None, name)


def until(page: Any, words: str, path: str, seconds: float = 60) -> None:
    """Open the page until these words stand on it: the ticker needs a moment."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        page.goto(path)
        if words in page.inner_text("main"):
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"{words!r} did not come to {path}")


def test_from_the_letter_to_the_released_insight(whole: Whole) -> None:
    desk, phone, stage = whole.window(DESK), whole.window(PHONE), whole.window(STAGE)

    looked_at(phone, "welcome", "/")
    looked_at(phone, "sign in", "/sign-in")
    whole.accept(phone, whole.people[0])
    looked_at(phone, "invitation")
    come_in(phone)
    _night(whole, phone)
    looked_at(phone, "today", "/")

    whole.sign_in_by_mail(desk, whole.facilitator)
    whole.accept(desk, whole.facilitator)
    come_in(desk)
    looked_at(desk, "gathering", f"/gatherings/{whole.gathering}")
    desk.click("#open-room")
    desk.wait_for_url(f"**/room/{whole.gathering}/console")
    stage.context.add_cookies(desk.context.cookies())
    stage.goto(f"/room/{whole.gathering}/stage")
    looked_at(stage, "stage, arriving")
    looked_at(desk, "console, arriving")

    _come_in(whole, phone)
    others = [whole.somebody(address) for address in whole.people[1:]]
    _ask_for_a_slip(whole, phone, desk, others)
    _write_and_show(whole, phone, desk, stage, others)
    _keep_and_close(whole, phone, desk, stage)
    _draft(desk, whole.gathering)
    _let_go(whole, phone, others)
    _what_came_of_it(whole, phone)
    assert whole.troubles == []
    assert whole.report.problems == []


def _night(whole: Whole, phone: Any) -> None:
    """Moment 2: two taps put it down, two more have it carried."""
    phone.goto("/write")
    shows(phone, "doors")
    looked_at(phone, "2.1 three doors")
    whole.taps = 0
    whole.tap(phone, "Something hard")
    phone.keyboard.type("Nobody had signed the plan for the night.")
    looked_at(phone, "2.2 what happened")
    whole.tap(phone, "Keep it here")
    shows(phone, "kept")
    assert whole.taps == 2
    phone.wait_for_selector("#offer:visible")
    looked_at(phone, "2.3 kept, only here")
    phone.click("#offer [data-act=carry]")
    shows(phone, "before")
    looked_at(phone, "2.4 before it goes")
    phone.click("[data-act=send]")
    shows(phone, "sent")
    looked_at(phone, "carried")


def _come_in(whole: Whole, phone: Any) -> None:
    """Moment 1: one tap after the camera."""
    phone.goto(f"/in/{whole.code}")
    looked_at(phone, "1.1 coming in")
    whole.taps = 0
    whole.tap(phone, "Come in")
    phone.wait_for_selector("body[data-open]")
    assert whole.taps == 1
    assert "You are in." in phone.inner_text("h1:visible")
    looked_at(phone, "1.2 you are in")


def _ask_for_a_slip(whole: Whole, phone: Any, desk: Any, others: list[Person]) -> None:
    """Sign-in and the room's word are asked only of those who want a say in what leaves."""
    word = desk.inner_text("#word").strip()
    phone.click("[data-act=say]")
    phone.fill("#slip-form input", word)
    phone.press("#slip-form input", "Enter")  # does what the button does, and sends no form
    phone.wait_for_selector("#slip-done:visible")
    assert word not in phone.url
    looked_at(phone, "a slip on this phone")
    for person in others:
        now(person.collect_slips(UUID(whole.gathering), word))
    desk.wait_for_selector("#slips:has-text('6'), #slips:has-text('ix')")
    phone.click("[data-screen=slip] [data-act=back], [data-act=back]:visible")


def _write_and_show(whole: Whole, phone: Any, desk: Any, stage: Any, others: list[Person]) -> None:
    """Moment 3: written in silence, read first, shown together."""
    desk.click("#go-on")
    shows(phone, "write-quiet")
    looked_at(phone, "3.1 quiet together")
    for number, person in enumerate(others[:4]):
        now(person.write("quiet", f"I know that hour too, {number}."))
        now(person.do("ready", phase="quiet"))
    now(others[4].do("ready", phase="quiet"))
    phone.fill("#text-quiet", MINE)
    whole.taps = 0
    whole.tap(phone, "I am ready")
    shows(phone, "rest-quiet")
    assert whole.taps == 1
    phone.wait_for_selector("#saved:visible")
    looked_at(phone, "rest your eyes")
    looked_at(desk, "console, writing")
    assert MINE not in stage.content()
    desk.click("text=Close the writing")
    desk.wait_for_selector("#reading-quiet:visible")
    looked_at(desk, "3.3 read first, then show")
    read_all(desk)
    desk.click("text=Show the six, mixed")
    shows(phone, "wall-quiet")
    shows(stage, "wall-quiet")
    phone.wait_for_timeout(4500)
    wall = phone.inner_text("#wall-quiet")
    assert MINE in wall
    assert "Nobody had signed the plan" in wall, "the carried text is mixed in"
    looked_at(phone, "3.2 six voices")
    looked_at(stage, "stage, the wall")


def _keep_and_close(whole: Whole, phone: Any, desk: Any, stage: Any) -> None:
    for phase in ("round", "dialogue", "solution", "keep"):
        desk.click("#go-on")
        shows(phone, f"phase-{phase}")
        looked_at(phone, f"phone, {phase}")
    looked_at(desk, "console, what we keep")
    desk.fill("[name=keep], #keep-text", GOES)
    desk.click("[data-act=keep]")
    phone.wait_for_selector(f"text={GOES}")
    desk.click("#go-on")
    shows(phone, "phase-close")
    looked_at(phone, "phone, close")
    desk.click("[data-opens=closing]:visible")
    desk.click("dialog[open] [data-act=close]")
    shows(phone, "closed")
    looked_at(phone, "phone, over")


def _draft(desk: Any, gathering: str) -> None:
    """What we keep, and what goes to whom."""
    for title in (GOES, POINTS):
        desk.goto(f"/gatherings/{gathering}/after")
        desk.fill("[name=title]", title)
        with desk.expect_navigation():
            desk.get_by_role("button", name="Save this draft").click()
    until(desk, "It opens on", f"/gatherings/{gathering}/after")
    looked_at(desk, "after the round")


def _let_go(whole: Whole, phone: Any, others: list[Person]) -> None:
    """Moment 4: the morning after; two taps, three for a no."""
    whole.move_to_the_morning_after()
    until(phone, "May this leave the room?", "/let-go")
    looked_at(phone, "4.1 may this leave the room?")
    first_no = POINTS in phone.inner_text("main")
    whole.taps = 0
    for turn in range(2):
        no = first_no if turn == 0 else not first_no
        if no:
            whole.tap(phone, "No, keep it here")
            whole.tap(phone, "It could point to someone")
        else:
            whole.tap(phone, "Yes, it may go")
        whole.tap(phone, "Seal my answers" if turn else "Next")
    phone.wait_for_selector("text=Sealed.")
    looked_at(phone, "4.2 sealed")
    for person in others:
        sheet = now(person.read_sheet(UUID(whole.gathering)))
        answers = {text["id"]: "yes" for text in sheet["texts"]}
        now(person.let_go(sheet, answers))


def _what_came_of_it(whole: Whole, phone: Any) -> None:
    """What all let go is on the circle's page; what could point to someone is nowhere."""
    whole.here.move_clock(3 * 24 * 3600)
    until(phone, "It went.", "/let-go")
    looked_at(phone, "it went, it stays")
    phone.goto("/")
    phone.locator("a[href^='/circles/']").first.click()
    phone.wait_for_load_state()
    assert GOES in phone.inner_text("main")
    assert POINTS not in phone.content()
    looked_at(phone, "the circle's page")
    phone.click(f"text={GOES}")
    phone.wait_for_load_state()
    assert "let it go" in phone.inner_text("main")
    looked_at(phone, "the insight and its lineage")
    for name, path in (
        ("your page", "/me"),
        ("care", "/care"),
        ("what this cannot protect", "/not-protected"),
        ("what we promise", "/promises"),
    ):
        looked_at(phone, name, path)


def test_the_pictures_of_the_way_make_one_sheet(whole: Whole) -> None:
    sheet = contact_sheet.compose("whole-way")
    assert sheet.stat().st_size > 100_000
