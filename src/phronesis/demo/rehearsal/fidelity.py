"""Which of a format's own questions the record of a rehearsal can answer.

What only people can say (did it begin on time, did each thing find an owner) is None: a
simulation that answered it would be making it up.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from phronesis.formats import Format

if TYPE_CHECKING:
    from phronesis.demo.rehearsal.person import Stream


def observed(script: Format, console: "Stream") -> Mapping[str, bool | None]:
    """Each item of the self-check: yes, no, or None where a record cannot tell."""
    return {
        item: OBSERVED[item](script, console) if item in OBSERVED else None
        for item in script.fidelity.items
    }


def _heard_first(script: Format, console: "Stream") -> bool:
    """What was hard was met before anybody looked for a solution."""
    modes = [script.phase(frame["id"]).mode for frame in console.of("phase")]
    return "dialogue" in modes and modes.index("dialogue") < modes.index("solution")


def _quiet_first(script: Format, console: "Stream") -> bool:
    """People wrote in silence before anybody was called to speak."""
    spoke = [frame["seq"] for frame in console.of("hands")]
    read = [frame["seq"] for frame in console.of("to_read")]
    return bool(read) and (not spoke or read[0] < spoke[0])


def _read_before_shown(script: Format, console: "Stream") -> bool:
    """Every text that was shown had been read, and read before."""
    read = {
        frame["item"]: frame["seq"] for frame in console.of("verdict") if frame["verdict"] == "show"
    }
    return all(
        read.get(item["id"], wall["seq"]) < wall["seq"]
        for wall in console.of("wall")
        for item in wall["items"]
    )


OBSERVED: dict[str, Callable[[Format, "Stream"], bool]] = {
    "heard-first": _heard_first,
    "quiet-first": _quiet_first,
    "read-before-shown": _read_before_shown,
}
