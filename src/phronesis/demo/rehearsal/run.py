"""The rehearsal from the invitation mail to the released insight."""

import asyncio
import json
import random
import sys
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from phronesis import formats
from phronesis.demo.rehearsal import fidelity, inspection, letting_go
from phronesis.demo.rehearsal.activities import ACTIVITIES
from phronesis.demo.rehearsal.facilitator import Facilitator
from phronesis.demo.rehearsal.forms import filled, forms_of
from phronesis.demo.rehearsal.http import Browser
from phronesis.demo.rehearsal.installation import Installation
from phronesis.demo.rehearsal.person import Person
from phronesis.demo.rehearsal.report import Report

TOGETHER = 25  # people who tap within the same moment


@dataclass(slots=True)
class Rehearsal:
    """Everybody in it, and what they share."""

    script: formats.Format
    installation: Installation
    report: Report
    chance: random.Random
    gathering: UUID
    code: str
    facilitator: Facilitator
    people: list[Person]


def command(format_id: str, *, people: int, seed: int, as_json: bool) -> int:
    """`phronesis rehearse`: 0 without problems, 1 with some, 2 for wrong input."""
    try:
        script = formats.load(format_id)
    except formats.UnknownFormatError as unknown:
        sys.stderr.write(f"{unknown}\n")
        return 2
    most = script.people.max
    if people < script.people.min or (most is not None and people > most):
        limit = f" to {most}" if most else " on"
        sys.stderr.write(f"{format_id} is for people from {script.people.min}{limit}.\n")
        return 2
    report = Report(format=format_id, people=people)
    try:
        asyncio.run(_rehearse(script, people, seed, report))
    except (OSError, RuntimeError, TimeoutError, asyncio.IncompleteReadError) as problem:
        report.problems.append(f"the rehearsal could not go on: {problem}"[:400])
    _tell(report, as_json=as_json)
    return int(bool(report.problems))


async def _rehearse(script: formats.Format, people: int, seed: int, report: Report) -> None:
    installation = Installation()
    try:
        with report.timed("set up"):
            world = await asyncio.to_thread(
                installation.make, "--people", str(people), "--format", script.id
            )
            await asyncio.to_thread(installation.start)
        rehearsal = _assemble(script, installation, report, random.Random(seed), world)  # noqa: S311
        with report.timed("arriving"):
            await _arrive(rehearsal, world)
        with report.timed("gathering"):
            await _gather(rehearsal)
        with report.timed("letting go"):
            await letting_go.run(rehearsal)
    finally:
        for listener in report.listeners:
            listener.cancel()
        await asyncio.gather(*report.listeners, return_exceptions=True)
        await asyncio.to_thread(installation.stop)


def _assemble(
    script: formats.Format,
    installation: Installation,
    report: Report,
    chance: random.Random,
    world: dict[str, Any],
) -> Rehearsal:
    browser = Browser(installation.address)
    return Rehearsal(
        script=script,
        installation=installation,
        report=report,
        chance=chance,
        gathering=UUID(world["gathering"]),
        code=world["code"],
        facilitator=Facilitator(world["facilitator"], browser, report),
        people=[
            Person(address, Browser(installation.address), report) for address in world["people"]
        ],
    )


async def _arrive(rehearsal: Rehearsal, world: dict[str, Any]) -> None:
    """Invitations are accepted, the room opens, everybody comes in."""
    everyone = [rehearsal.facilitator, *rehearsal.people]
    await in_turns(everyone, lambda person: accept(rehearsal, person))
    await rehearsal.facilitator.open_room(rehearsal.gathering)
    await in_turns(rehearsal.people, lambda person: person.come_in(rehearsal.code))


async def accept(rehearsal: Rehearsal, person: Person) -> None:
    """Follow the letter's link, read the page, tap. Fetching alone uses nothing up."""
    link = await rehearsal.installation.mailed(person.name, "/invitation/")
    if not rehearsal.report.expect(link is not None, "an invitation did not arrive"):
        return
    if person is rehearsal.facilitator:
        await come_in_by_mail(rehearsal, person)
    page = await person.browser.get(link or "/")
    page = await person.browser.get(link or "/")
    forms = forms_of(page.text)
    wanted = [form for form in forms if "language" not in form.fields or "name" in form.fields]
    if not rehearsal.report.expect(bool(wanted), f"an invitation's page answered {page.status}"):
        return
    fields = filled(wanted[0], name=person.name.split("@")[0])
    answer = await person.browser.post_form(wanted[0].action or link or "/", fields)
    rehearsal.report.expect(
        answer.status == 200 and "phronesis" in person.browser.cookies,
        f"accepting an invitation was answered {answer.status}",
    )


async def come_in_by_mail(rehearsal: Rehearsal, person: Person) -> None:
    """Whoever is known here already signs in before she accepts, by a link to her address."""
    await person.browser.get("/sign-in")
    await person.browser.post_form("/sign-in", {"name": person.name, "link": "1"})
    link = await rehearsal.installation.mailed(person.name, "/sign-in/link/")
    if not rehearsal.report.expect(link is not None, "a sign-in link did not arrive"):
        return
    await person.browser.get(link or "/")
    await person.browser.post_form(link or "/", {})
    rehearsal.report.expect("phronesis" in person.browser.cookies, "a sign-in link let nobody in")


async def _gather(rehearsal: Rehearsal) -> None:
    """Every phase of the script, as it asks; then the room closes."""
    report, facilitator = rehearsal.report, rehearsal.facilitator
    for index, phase in enumerate(rehearsal.script.phases):
        if index:
            await facilitator.do("step", to=index)
        if await _everybody_sees(rehearsal, index, phase.id):
            report.phases.append(phase.id)
        await ACTIVITIES[phase.activity](rehearsal, phase)
    await facilitator.do("close")
    await asyncio.gather(*(p.stream.until("closed") for p in rehearsal.people if p.stream))
    _inspect(rehearsal)


async def _everybody_sees(rehearsal: Rehearsal, index: int, phase: str) -> bool:
    streams = [person.stream for person in rehearsal.people if person.stream]
    seen = await asyncio.gather(
        *(stream.until("phase", index=index, id=phase, seconds=20) for stream in streams)
    )
    return rehearsal.report.expect(all(seen), f"phase {phase} did not reach everybody")


def _inspect(rehearsal: Rehearsal) -> None:
    report, facilitator = rehearsal.report, rehearsal.facilitator
    report.expect(
        report.phases == [phase.id for phase in rehearsal.script.phases], "a phase was skipped"
    )
    for person in rehearsal.people:
        if person.stream:
            inspection.consecutive(person.stream, report, "phone")
            inspection.allowed(person.stream, "phone", report)
    inspection.alike(rehearsal.people, report)
    if facilitator.stream and facilitator.stage:
        inspection.consecutive(facilitator.stream, report, "console")
        inspection.consecutive(facilitator.stage, report, "stage")
        inspection.allowed(facilitator.stage, "stage", report)
    if facilitator.stream:
        report.fidelity |= fidelity.observed(rehearsal.script, facilitator.stream)
        missed = [item for item, held in report.fidelity.items() if held is False]
        report.expect(not missed, f"the format was not kept: {', '.join(missed)}")


async def in_turns(people: list[Any], do: Any) -> None:
    """Everybody does something, some at the same moment."""
    for begin in range(0, len(people), TOGETHER):
        await asyncio.gather(*(do(person) for person in people[begin : begin + TOGETHER]))


def _tell(report: Report, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False) + "\n")
        return
    told = report.as_dict()
    for name in ("format", "people", "phases", "events", "insights", "concerns", "seconds"):
        sys.stdout.write(f"{name}: {told[name]}\n")
    for problem in report.problems:
        sys.stdout.write(f"problem: {problem}\n")
    sys.stdout.write("No problem was found.\n" if not report.problems else "")
