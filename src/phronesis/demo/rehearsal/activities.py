"""What simulated people do in each activity of a format."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from phronesis.demo.rehearsal import inspection
from phronesis.demo.rehearsal.facilitator import HELD_MARK
from phronesis.demo.rehearsal.person import Stream
from phronesis.formats import Phase

if TYPE_CHECKING:
    from phronesis.demo.rehearsal.run import Rehearsal

PASSES, KNOWS, RAISES, HOLDS_NO_SLIP = 0.2, 0.5, 0.15, 0.1
KEPT = "For whom is this hour, and until when."


async def arrive(rehearsal: "Rehearsal", phase: Phase) -> None:
    """Most want a say in what leaves and ask for slips with the word shown in the room."""
    stage = rehearsal.facilitator.stage
    word = await stage.until("word") if stage else None
    if not rehearsal.report.expect(word is not None, "the room's word was not shown"):
        return
    digits = word["digits"] if word else ""
    wanting = [p for p in rehearsal.people if rehearsal.chance.random() >= HOLDS_NO_SLIP]
    wanting = wanting if len(wanting) >= 4 else rehearsal.people
    for person in wanting:
        await person.collect_slips(rehearsal.gathering, digits)
    if stage and rehearsal.people[0].slips:
        given = sum(bool(person.slips) for person in rehearsal.people)
        seen = await stage.until("slips", given=given)
        rehearsal.report.expect(seen is not None, "the number of slips given was not shown")


async def silent_writing(rehearsal: "Rehearsal", phase: Phase) -> None:
    """Written in silence, read by the facilitator, shown together and mixed."""
    report, facilitator = rehearsal.report, rehearsal.facilitator
    words = await _write(rehearsal, phase)
    streams = shared(rehearsal)
    inspection.hidden(streams, words, report, "while people were writing")
    shown = await facilitator.read_and_judge(phase.id)
    inspection.hidden(streams, words, report, "before it was shown")
    to_read = facilitator.stream.of("to_read") if facilitator.stream else []
    inspection.nothing_lost(rehearsal.people, to_read[-1] if to_read else {"items": []}, report)
    answer = await facilitator.do("show", phase=phase.id)
    if answer.status not in (200, 201):
        return
    await _look_at_the_wall(rehearsal, phase, shown)
    held = [text for text in words if HELD_MARK in text]
    inspection.hidden(streams, held, report, "though it was held")


async def _write(rehearsal: "Rehearsal", phase: Phase) -> list[str]:
    words = []
    for number, person in enumerate(rehearsal.people):
        if number >= 4 and rehearsal.chance.random() < PASSES:
            await person.do("ready", phase=phase.id)
            continue
        mark = f" {HELD_MARK}" if number % 9 == 5 else ""
        told = f"{phase.id} {number}-{rehearsal.chance.random()}"
        text = f"Nobody said for whom we turned it up, {told}{mark}"
        await person.write(phase.id, text)
        await person.do("ready", phase=phase.id)
        words.append(text)
    return words


async def _look_at_the_wall(
    rehearsal: "Rehearsal", phase: Phase, shown: list[dict[str, Any]]
) -> None:
    report = rehearsal.report
    expected = {item["id"]: item["text"] for item in shown}
    for stream in shared(rehearsal):
        wall = await stream.until("wall", phase=phase.id)
        if report.expect(wall is not None, "the wall did not reach everybody") and wall:
            there = {item["id"]: item["text"] for item in wall["items"]}
            report.expect(there == expected, "the wall differs from what the facilitator showed")
    knowing = [p for p in rehearsal.people if rehearsal.chance.random() < KNOWS]
    known = next(iter(expected), None)
    for person in knowing if known else []:
        await person.do("know", item=known)
    if len(knowing) >= inspection.FEWEST_SHOWN and rehearsal.people[0].stream:
        seen = await rehearsal.people[0].stream.until("know", item=known, count=len(knowing))
        report.expect(seen is not None, "who knows this too was not shown from three on")


async def round_of_hands(rehearsal: "Rehearsal", phase: Phase) -> None:
    """Some raise a hand; who has not spoken comes first; the rest pass by doing nothing."""
    raising = [p for p in rehearsal.people if rehearsal.chance.random() < RAISES][:12]
    for person in raising or rehearsal.people[:1]:
        await person.do("hand")
    await rehearsal.facilitator.call_hands()
    console = rehearsal.facilitator.stream
    if console and console.of("hands"):
        rehearsal.report.expect(not console.of("hands")[-1]["waiting"], "a hand still waits")


async def talking(rehearsal: "Rehearsal", phase: Phase) -> None:
    """People speak; the phones rest. A pause and its end reach everybody."""
    if not phase.optional:
        await rehearsal.facilitator.do("pause", on=True)
        await rehearsal.facilitator.do("pause", on=False)


async def keep(rehearsal: "Rehearsal", phase: Phase) -> None:
    """One sentence the room would like to keep."""
    await rehearsal.facilitator.do("harm", answer=False)
    await rehearsal.facilitator.do("keep", text=KEPT)
    for stream in shared(rehearsal):
        kept = await stream.until("kept", text=KEPT)
        rehearsal.report.expect(kept is not None, "what we keep did not reach everybody")


async def close(rehearsal: "Rehearsal", phase: Phase) -> None:
    """Nothing is asked of anybody."""


def shared(rehearsal: "Rehearsal") -> list[Stream]:
    """The streams that must not know what is hidden: every phone, and the stage."""
    phones = [person.stream for person in rehearsal.people if person.stream]
    stage = rehearsal.facilitator.stage
    return [*phones, stage] if stage else phones


Activity = Callable[["Rehearsal", Phase], Awaitable[None]]
ACTIVITIES: dict[str, Activity] = {
    "arrive": arrive,
    "silent-writing": silent_writing,
    "round": round_of_hands,
    "dialogue": talking,
    "solution": talking,
    "keep": keep,
    "close": close,
}
