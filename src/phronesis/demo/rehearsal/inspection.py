"""What must hold of every stream, whatever was said.

These are the promises of the room, looked at from outside: nothing is missing or doubled,
nothing hidden is on the wire, nothing acknowledged is lost.
"""

from collections.abc import Iterable
from typing import Any

from phronesis.demo.rehearsal.person import Person, Stream
from phronesis.demo.rehearsal.report import Report

# What each view may be sent, and with which fields. Anything else is a leak until it has a
# place here.
FRAMES: dict[str, dict[str, frozenset[str]]] = {
    "phone": {
        "phase": frozenset({"index", "id", "activity"}),
        "pause": frozenset({"on"}),
        "kept": frozenset({"item", "text"}),
        "writing": frozenset({"phase", "open"}),
        "closed": frozenset(),
        "wall": frozenset({"phase", "items"}),
        "know": frozenset({"item", "count"}),
        "next_hand": frozenset({"hand"}),
        "fates": frozenset({"phase", "held"}),
    },
    "stage": {
        "phase": frozenset({"index", "id", "activity"}),
        "pause": frozenset({"on"}),
        "kept": frozenset({"item", "text"}),
        "writing": frozenset({"phase", "open"}),
        "closed": frozenset(),
        "wall": frozenset({"phase", "items"}),
        "know": frozenset({"item", "count"}),
        "word": frozenset({"digits"}),
        "slips": frozenset({"given"}),
    },
}
FEWEST_SHOWN = 3
PADDED_TO = 8


def consecutive(stream: Stream, report: Report, who: str) -> None:
    """Numbers run 1, 2, 3 … : nothing was dropped, nothing came twice."""
    numbers = [frame["seq"] for frame in stream.frames]
    expected = list(range(1, len(numbers) + 1))
    report.expect(len(set(numbers)) == len(numbers), f"{who}: a frame came twice")
    report.expect(
        sorted(set(numbers)) == expected[: len(set(numbers))], f"{who}: a frame is missing"
    )


def alike(people: Iterable[Person], report: Report) -> None:
    """Every phone was sent the same frames."""
    streams = [person.stream for person in people if person.stream]
    longest = max(streams, key=lambda stream: len(stream.frames)).frames
    for stream in streams:
        report.expect(stream.frames == longest, "phones were sent different frames")


def allowed(stream: Stream, view: str, report: Report) -> None:
    """Only what this view may see, and no count below its threshold."""
    for frame in stream.frames:
        fields = FRAMES[view].get(frame["kind"])
        if not report.expect(fields is not None, f"{view}: was sent a {frame['kind']} frame"):
            continue
        extra = set(frame) - {"seq", "kind"} - (fields or frozenset())
        report.expect(not extra, f"{view}: a {frame['kind']} frame carries {sorted(extra)}")
        _counts(frame, view, report)


def _counts(frame: dict[str, Any], view: str, report: Report) -> None:
    if frame["kind"] == "know":
        report.expect(frame["count"] >= FEWEST_SHOWN, f"{view}: a count under three was sent")
    if frame["kind"] == "fates":
        report.expect(len(frame["held"]) % PADDED_TO == 0, f"{view}: the held can be counted")
    if frame["kind"] == "wall":
        extra = {key for item in frame["items"] for key in item} - {"id", "text"}
        report.expect(not extra, f"{view}: a shown text carries {sorted(extra)}")


def hidden(streams: Iterable[Stream], words: Iterable[str], report: Report, when: str) -> None:
    """None of these words has reached any of these streams."""
    seen = "\n".join(str(stream.frames) for stream in streams)
    for text in words:
        report.expect(text not in seen, f"a text was on the wire {when}")


def nothing_lost(people: list[Person], to_read: dict[str, Any], report: Report) -> None:
    """Everything acknowledged reached the facilitator, once, in its own words.

    Every simulated text is another one, and the room gives texts ids of its own: only by their
    words can they be found again.
    """
    sent = {words for person in people for words in person.sent.values()}
    arrived = [item["text"] for item in to_read["items"]]
    report.expect(len(set(arrived)) == len(arrived), "a text reached the facilitator twice")
    missing = sent - set(arrived)
    report.expect(not missing, f"{len(missing)} acknowledged texts were lost")
    report.expect(set(arrived) <= sent, "a text reached the facilitator with other words")
    own = {str(item) for person in people for item in person.sent}
    ids = {item["id"] for item in to_read["items"]}
    report.expect(not own & ids, "an id that a phone made names its text in the room")
