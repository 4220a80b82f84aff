"""Frames: what a view is told, rendered once and sent to every stream of that view.

A frame on disk holds ids and counts. Its words are put in when it is rendered, from the
sealed items, so that what has been taken back is gone from every later rendering.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from phronesis.commons.rooms.models import VIEWS

CONSOLE, PHONE, STAGE = VIEWS
Words = Mapping[UUID, str | None]
Ref = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Frame:
    """One thing a view is told. `ref` is plain data: ids, counts, indexes."""

    view: str
    kind: str
    phase: str = ""
    ref: Ref = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """A rendered frame: its place in its view and the JSON that every stream is sent."""

    view: str
    seq: int
    data: bytes


def to_all(kind: str, phase: str = "", **ref: Any) -> tuple[Frame, ...]:
    """The same frame for the three views."""
    return tuple(Frame(view, kind, phase, ref) for view in VIEWS)


def items_of(frame: Frame) -> list[UUID]:
    """The sealed items whose words this frame shows."""
    if frame.kind == "wall":
        return [UUID(item) for item in frame.ref["items"]]
    if frame.kind == "to_read":
        return [UUID(item) for item, _ in frame.ref["items"]]
    return [UUID(frame.ref["item"])] if frame.kind == "kept" else []


def render(frame: Frame, seq: int, words: Words) -> Said:
    """The frame as JSON bytes. Items taken back are left out."""
    data = {"seq": seq, "kind": frame.kind}
    if frame.phase:
        data |= {"phase": frame.phase}
    data |= _with_words(frame, words)
    # Sorted, for PostgreSQL keeps the members of `ref` in an order of its own.
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return Said(frame.view, seq, text.encode())


def _with_words(frame: Frame, words: Words) -> Ref:
    if frame.kind == "wall":
        known = [(item, words.get(UUID(item))) for item in frame.ref["items"]]
        return {"items": [{"id": item, "text": text} for item, text in known if text is not None]}
    if frame.kind == "to_read":
        listed = [(item, words.get(UUID(item)), carried) for item, carried in frame.ref["items"]]
        return {
            "items": [
                {"id": item, "text": text, "carried": carried}
                for item, text, carried in listed
                if text is not None
            ]
        }
    if frame.kind == "kept":
        item = frame.ref["item"]
        return {"item": item, "text": words.get(UUID(item))}
    return frame.ref


ONE_OF_A_KIND = frozenset(
    {"phase", "pause", "closed", "hands", "word", "slips", "next_hand", "harm"}
)
PER_PHASE = frozenset({"ready", "written", "wall", "fates", "writing"})
PER_ITEM = frozenset({"know", "verdict"})


def fold(told: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What a fresh client needs: the frames, folded.

    One value per kind for `phase`, `pause`, `closed`, `hands`, `word`, `slips`, `next_hand`,
    `harm`; one per phase id for `ready`, `written`, `writing`, `wall`, `fates`, and for
    `to_read` all items so far; one per item for `know` and `verdict`; `kept` is a list.
    """
    state: dict[str, Any] = {}
    for frame in told:
        kind = frame["kind"]
        value = {name: part for name, part in frame.items() if name not in {"seq", "kind"}}
        if kind in ONE_OF_A_KIND:
            state[kind] = value
        elif kind in PER_PHASE:
            state.setdefault(kind, {})[frame["phase"]] = value
        elif kind in PER_ITEM:
            state.setdefault(kind, {})[frame["item"]] = value
        elif kind == "to_read":
            waiting = state.setdefault(kind, {}).setdefault(frame["phase"], {"items": []})
            known = {item["id"] for item in waiting["items"]}
            waiting["items"] += [item for item in frame["items"] if item["id"] not in known]
        elif kind == "kept":
            state.setdefault(kind, []).append(value)
    return state
