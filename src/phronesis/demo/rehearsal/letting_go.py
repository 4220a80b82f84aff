"""Afterwards: drafts, the sheet the next morning, sealed answers, and what came of it."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from phronesis.demo.rehearsal.person import Person

if TYPE_CHECKING:
    from phronesis.demo.rehearsal.run import Rehearsal

GOES = "Say for whom, and until when"
STOPPED = "The bed by the window in bay four"
VETOED = "The sister who stayed until the second morning"
DAY = 24 * 3600


async def run(rehearsal: "Rehearsal") -> None:
    """One text that may go, one that could point to someone, one that its author stops."""
    facilitator = rehearsal.facilitator
    for title in (GOES, STOPPED, VETOED):
        await facilitator.draft(
            rehearsal.gathering,
            title=title,
            kind="insight",
            destination="circle",
            situation="Treatment goes on for somebody who is still on the way.",
        )
    holders = [person for person in rehearsal.people if person.slips]
    if not rehearsal.report.expect(bool(holders), "nobody holds a slip"):
        return
    closed = await _record_closes(rehearsal)
    if not rehearsal.report.expect(closed, "the record did not close with the room"):
        return
    sheet = await _next_morning(rehearsal, holders[0])
    if not rehearsal.report.expect(bool(sheet), "no sheet opened the next morning"):
        return
    await _answer(rehearsal, holders, sheet)
    await _three_days_later(rehearsal, holders, sheet)


async def _record_closes(rehearsal: "Rehearsal") -> bool:
    """The page after the gathering names the hours, once the calendar knows of the end."""
    for _moment in range(40):
        page = await rehearsal.facilitator.browser.get(f"/gatherings/{rehearsal.gathering}/after")
        if "slips were given" in page.text:
            return True
        await asyncio.sleep(0.5)
    return False


async def _next_morning(rehearsal: "Rehearsal", person: Person) -> dict[str, Any]:
    """Move the clock to the morning after, past eight, and wait for the sheet."""
    now = datetime.now(UTC)
    morning = (now + timedelta(days=1)).replace(hour=9, minute=5)
    rehearsal.installation.move_clock((morning - now).total_seconds())
    for _moment in range(120):
        if sheet := await person.read_sheet(rehearsal.gathering):
            return sheet
        await asyncio.sleep(0.5)
    return {}


async def _answer(rehearsal: "Rehearsal", holders: list[Person], sheet: dict[str, Any]) -> None:
    by_title = {text["title"]: text["id"] for text in sheet["texts"]}
    rehearsal.report.expect(set(by_title) == {GOES, STOPPED, VETOED}, "the sheet has other texts")
    others = [person for person in rehearsal.people if person.codes]
    for number, person in enumerate(holders):
        answers = dict.fromkeys(by_title.values(), "yes")
        if number == 0 and STOPPED in by_title:
            answers[by_title[STOPPED]] = "points"
        await person.let_go(sheet, answers)
    if others and VETOED in by_title:
        await others[-1].veto(sheet, by_title[VETOED])


async def _three_days_later(
    rehearsal: "Rehearsal", holders: list[Person], sheet: dict[str, Any]
) -> None:
    report = rehearsal.report
    rehearsal.installation.move_clock(3 * DAY)
    closed = await _wait_until_opened(rehearsal, holders[0])
    by_title = {text["title"]: text["id"] for text in sheet["texts"]}
    became = {title: closed.get("results", {}).get(id_) for title, id_ in by_title.items()}
    report.expect(became.get(GOES) == "went", f"what all let go: {became.get(GOES)}")
    report.expect(
        became.get(STOPPED) == "stays", f"what could point to someone: {became.get(STOPPED)}"
    )
    report.expect(became.get(VETOED) == "stays", f"what its author stopped: {became.get(VETOED)}")
    await _receipts(rehearsal, holders, sheet)
    await _circle_page(rehearsal)
    report.kept_in_the_room = list(became.values()).count("stays")


async def _wait_until_opened(rehearsal: "Rehearsal", person: Person) -> dict[str, Any]:
    for _moment in range(120):
        path = f"/ballot/gatherings/{rehearsal.gathering}/sheet"
        answer = await person.browser.get(path, accept="application/json", cookies=False)
        body: dict[str, Any] = answer.json() if answer.status == 200 else {}
        if body.get("state") in ("closed", "void"):
            return body
        await asyncio.sleep(0.5)
    return {}


async def _receipts(rehearsal: "Rehearsal", holders: list[Person], sheet: dict[str, Any]) -> None:
    answer = await holders[0].browser.get(
        f"/ballot/sheets/{sheet['hash']}/receipts", accept="application/json", cookies=False
    )
    hashes = set(answer.json()["hashes"]) if answer.status == 200 else set()
    missing = [person for person in holders if person.receipt not in hashes]
    rehearsal.report.expect(not missing, f"{len(missing)} sealed answers were not counted")


async def _circle_page(rehearsal: "Rehearsal") -> None:
    """What went is on the circle's page; what stayed is nowhere on it."""
    person, report = rehearsal.people[0], rehearsal.report
    page = ""
    for _moment in range(40):
        home = await person.browser.get("/")
        path = next((part for part in home.text.split('"') if part.startswith("/circles/")), "/")
        page = (await person.browser.get(path)).text
        if GOES in page:
            break
        await asyncio.sleep(0.5)
    report.insights = int(report.expect(GOES in page, "what went is not on the circle's page"))
    for title in (STOPPED, VETOED):
        report.expect(title not in page, "a text that was stopped crossed")
