"""One room, locked, for one batch of acts: what they change, and what they make it say.

Everything here is written in a single transaction on the plane `commons`; keys of words are
on disk in the vault before it commits.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from phronesis import formats
from phronesis.admission import keys
from phronesis.commons.rooms import queries
from phronesis.commons.rooms.activities import round_of_hands, silent_writing
from phronesis.commons.rooms.frames import CONSOLE, Frame, Said
from phronesis.commons.rooms.models import VIEWS, Act, Contribution, Hand, LogEntry, Mark, Room
from phronesis.formats import Format, Phase
from phronesis.vault import operations as vault


class NoSuchPhase(LookupError):  # noqa: N818 -- reads as the sentence it is
    """The gathering's format has no such phase."""


@dataclass(slots=True)
class Sitting:
    """The working state of one room inside the transaction that holds its lock."""

    room: Room
    at: datetime
    texts: dict[UUID, Contribution] = field(default_factory=dict)
    marked: set[str] = field(default_factory=set)
    words: dict[UUID, str] = field(default_factory=dict)
    fresh_texts: list[Contribution] = field(default_factory=list)
    fresh_marks: list[Mark] = field(default_factory=list)
    fresh_acts: list[Act] = field(default_factory=list)
    log: list[LogEntry] = field(default_factory=list)
    counted: set[tuple[str, str]] = field(default_factory=set)
    afterwards: list[Callable[[], None]] = field(default_factory=list)

    @property
    def script(self) -> Format:
        return formats.load(self.room.format_id, self.room.format_version)

    def phase(self, named: str | int) -> Phase:
        """A phase by its id or its index. Raises NoSuchPhase."""
        try:
            if isinstance(named, int):
                return self.script.phases[named]
            return self.script.phase(named)
        except (IndexError, KeyError):
            raise NoSuchPhase(named) from None

    def say(self, frames: Iterable[Frame]) -> int:
        """Append frames to their views; the last number the console was given, or 0."""
        last = 0
        for frame in frames:
            seq = getattr(self.room, f"{frame.view}_said") + 1
            setattr(self.room, f"{frame.view}_said", seq)
            self.log.append(
                LogEntry(
                    room=self.room,
                    view=frame.view,
                    seq=seq,
                    kind=frame.kind,
                    phase=frame.phase,
                    ref=frame.ref,
                )
            )
            last = seq if frame.view == CONSOLE else last
        return last

    def count(self, what: str, phase: Phase) -> None:
        """One more of `written` or `ready`; the console is told once per batch."""
        come_to = self.room.progress.setdefault(phase.id, {})
        come_to[what] = come_to.get(what, 0) + 1
        self.counted.add((what, phase.id))

    def mark(self, seat: bytes, kind: str, subject: str) -> bool:
        """Count this seat's act on this subject once; False where it had been counted."""
        mark = mark_of(self.room.id, seat, kind, subject)
        if mark in self.marked:
            return False
        self.marked.add(mark)
        self.fresh_marks.append(Mark(mark=mark, room=self.room, kind=kind, subject=subject))
        return True

    def flush(self) -> None:
        """Write texts and marks now, so that a question to the database sees them."""
        write_words([self])
        self.fresh_texts.clear()
        self.fresh_marks.clear()
        self.words.clear()

    def announce_counts(self) -> None:
        """Say what was counted in this batch, each number once."""
        for what, subject in sorted(self.counted):
            if what == "know":
                known = Mark.objects.filter(room=self.room, kind="know", subject=subject).count()
                self.say(silent_writing.know(subject, known))
            elif what == "hands":
                waiting = Hand.objects.filter(room=self.room, state="waiting").count()
                self.say(round_of_hands.hands(waiting))
            else:
                number = self.room.progress[subject][what]
                make = silent_writing.ready if what == "ready" else silent_writing.written
                self.say(make(subject, number))


def mark_of(room: UUID, seat: bytes, kind: str, subject: str) -> str:
    return keys.mac("mark", room.bytes, seat, kind.encode(), subject.encode()).hex()


def item_of(room: UUID, act: UUID) -> UUID:
    """The id of the words that this act brought: made here, the same for the same act.

    Ids stand on the wall for everybody. One made on a phone could be found on that phone, could
    carry the hour, and could be the id of other words, which would then be erased with these.
    """
    made = keys.mac("mark", b"item", room.bytes, act.bytes)
    return UUID(bytes=made[:16], version=4)


SAVED = [
    "come_in",
    "phase",
    "phase_opened_at",
    "progress",
    "paused",
    "harm",
    "slips",
    "closed_at",
    *(f"{view}_said" for view in VIEWS),
]


def write_words(sittings: Sequence[Sitting]) -> None:
    """Have the keys of all new words on disk in the vault, then write the sealed bodies."""
    words = {item: text for sitting in sittings for item, text in sitting.words.items()}
    bodies = vault.seal_many(words) if words else {}
    texts = [text for sitting in sittings for text in sitting.fresh_texts]
    for text in texts:
        text.body = bodies[text.id]
    Contribution.objects.bulk_create(texts)
    Mark.objects.bulk_create([mark for sitting in sittings for mark in sitting.fresh_marks])


def save(sittings: Sequence[Sitting]) -> None:
    """Write what the batch changed: words, marks, acts, log, rooms."""
    write_words(sittings)
    for sitting in sittings:
        sitting.announce_counts()
    Act.objects.bulk_create([act for sitting in sittings for act in sitting.fresh_acts])
    LogEntry.objects.bulk_create([entry for sitting in sittings for entry in sitting.log])
    for sitting in sittings:
        sitting.room.save(update_fields=SAVED)


def said_in(sitting: Sitting) -> list[Said]:
    """What was said in this sitting, rendered after the transaction that said it."""
    return queries.in_words(sitting.log)
