"""What can be asked of a room."""

import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from phronesis import formats
from phronesis.commons.rooms.frames import Frame, Said, fold, items_of, render
from phronesis.commons.rooms.models import Contribution, LogEntry, Room
from phronesis.formats import Format
from phronesis.vault import operations as vault


@dataclass(frozen=True, slots=True)
class TextToRead:
    """One text as its facilitator reads it; `words` is None when it was taken back."""

    id: UUID
    words: str | None
    state: str
    reason: str
    carried: bool


@dataclass(frozen=True, slots=True)
class RestatementContext:
    """What the facilitator has before her when she drafts: what was kept, never single texts."""

    gathering: UUID
    community: UUID
    format_id: str
    format_version: int
    held_on: date
    closed: bool
    kept: tuple[str, ...]
    harm: bool | None


def room(room_id: UUID) -> Room | None:
    return Room.objects.filter(pk=room_id).first()


def room_by_code(code: str) -> Room | None:
    """The newest room of this code, whether or not it has ended."""
    return Room.objects.filter(code=code.upper()).order_by("-opened_at").first()


def script(of: Room) -> Format:
    """The format the room runs, in the version it was planned with."""
    return formats.load(of.format_id, of.format_version)


def state(room_id: UUID, view: str) -> dict[str, Any]:
    """The folded state of one view (`frames.fold`); empty where there is no such room."""
    log = LogEntry.objects.filter(room=room_id, view=view).order_by("seq")
    return fold(json.loads(said.data) for said in in_words(list(log)))


def texts_to_read(room_id: UUID, phase: str) -> list[TextToRead]:
    """The texts of a phase for whoever holds the room; none while people are writing."""
    found = room(room_id)
    if found is None or found.progress.get(phase, {}).get("writing") not in {"closed", "shown"}:
        return []
    rows = Contribution.objects.filter(room=room_id, phase=phase, kind="text")
    texts = list(rows.exclude(state="withdrawn"))
    words = vault.open_many({text.id: bytes(text.body) for text in texts})
    return [TextToRead(t.id, words[t.id], t.state, t.reason, t.carried) for t in texts]


def word_matches(room_id: UUID, word: str) -> bool:
    """Whether these are the four digits shown in the open room. The caller limits tries."""
    found = Room.objects.filter(pk=room_id, closed_at=None).first()
    if found is None or not word.isascii():  # half a letter cannot be compared
        return False
    return hmac.compare_digest(found.word, word)


def has_code(room_id: UUID, code_hash: str) -> bool:
    """Whether a text of this gathering has this return code: its writer may veto."""
    return Contribution.objects.filter(room=room_id, kind="text", code_hash=code_hash).exists()


def restatement_context(gathering: UUID) -> RestatementContext | None:
    """What drafting needs to know of a gathering, for the release door."""
    found = room(gathering)
    if found is None:
        return None
    kept = list(Contribution.objects.filter(room=gathering, kind="keep").values_list("id", "body"))
    words = vault.open_many({item: bytes(body) for item, body in kept})
    return RestatementContext(
        gathering=found.id,
        community=found.community,
        format_id=found.format_id,
        format_version=found.format_version,
        held_on=found.opened_at.date(),
        closed=not found.is_open,
        kept=tuple(text for text in words.values() if text is not None),
        harm=found.harm,
    )


def whole_log(room_id: UUID) -> list[Said]:
    """Everything said in a room so far, each view in its order."""
    return in_words(list(LogEntry.objects.filter(room=room_id).order_by("view", "seq")))


def in_words(entries: Sequence[LogEntry]) -> list[Said]:
    """Log entries rendered: the one way a frame gets its words, live and after a restart."""
    frames = [(Frame(e.view, e.kind, e.phase, e.ref), e.seq) for e in entries]
    words = words_of({item for frame, _seq in frames for item in items_of(frame)})
    return [render(frame, seq, words) for frame, seq in frames]


def words_of(items: Iterable[UUID]) -> dict[UUID, str | None]:
    """The words of contributions; those taken back are None or left out."""
    wanted = list(items)
    if not wanted:
        return {}
    rows = Contribution.objects.filter(id__in=wanted).exclude(state="withdrawn")
    bodies = {row.id: bytes(row.body) for row in rows.only("id", "body")}
    return vault.open_many(bodies) if bodies else {}


def closed_among(rooms: Iterable[UUID]) -> set[UUID]:
    """Which of these rooms have closed."""
    closed = Room.objects.filter(id__in=list(rooms), closed_at__isnull=False)
    return set(closed.values_list("id", flat=True))


def code_hashes(room_id: UUID) -> frozenset[str]:
    """The return codes' hashes (hex) of everything written for a gathering, carried texts too."""
    written = Contribution.objects.filter(room=room_id, kind="text")
    return frozenset(written.values_list("code_hash", flat=True))
