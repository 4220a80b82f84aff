"""What a rehearsal saw: counts, timings and problems, each problem once."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from phronesis.demo.rehearsal.http import Answer

if TYPE_CHECKING:
    from phronesis.demo.rehearsal.person import Stream


@dataclass(slots=True)
class Report:
    format: str
    people: int
    phases: list[str] = field(default_factory=list)
    sent: int = 0
    acknowledged: int = 0
    insights: int = 0
    concerns: int = 0
    kept_in_the_room: int = 0
    fidelity: dict[str, bool | None] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    streams: list["Stream"] = field(default_factory=list)
    listeners: list[asyncio.Task[None]] = field(default_factory=list)

    def expect(self, holds: bool, otherwise: str) -> bool:
        """Note a problem unless something holds."""
        if not holds and otherwise not in self.problems:
            self.problems.append(otherwise)
        return holds

    def listen(self, stream: "Stream") -> None:
        self.streams.append(stream)
        self.listeners.append(asyncio.create_task(stream.listen()))

    def acknowledge(self, kind: str, answer: Answer) -> None:
        taken = answer.status in (200, 201)
        self.acknowledged += taken
        self.expect(taken, f"{kind} was answered {answer.status}: {answer.text[:120]}")

    @contextmanager
    def timed(self, what: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        self.seconds[what] = round(time.perf_counter() - begun, 2)

    def as_dict(self) -> dict[str, Any]:
        return {
            "format": self.format,
            "people": self.people,
            "phases": self.phases,
            "events": {
                "sent": self.sent,
                "acknowledged": self.acknowledged,
                "received": sum(len(stream.frames) for stream in self.streams),
            },
            "insights": self.insights,
            "concerns": self.concerns,
            "kept in the room": self.kept_in_the_room,
            "fidelity": self.fidelity,
            "seconds": self.seconds,
            "problems": self.problems,
        }
