"""Taking acts, many at a time: one lock per room, one transaction, one answer each."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from json import dumps
from uuid import UUID

from django.db import DatabaseError, transaction

from phronesis.admission import keys
from phronesis.admission.verdicts import Refused
from phronesis.commons.rooms import bell, rules
from phronesis.commons.rooms.acts import OF_CONSOLES, Act
from phronesis.commons.rooms.models import Act as Taken
from phronesis.commons.rooms.models import Contribution, Mark, Room
from phronesis.commons.rooms.operations import hands, steps, writing
from phronesis.commons.rooms.operations.done import Outcome, Receipt
from phronesis.commons.rooms.operations.sitting import NoSuchPhase, Sitting, mark_of, said_in, save

COMMONS = "commons"
log = logging.getLogger("phronesis.rooms")

DOING: Mapping[str, Callable[[Sitting, Act], Receipt]] = {
    "come_in": steps.come_in,
    "text": writing.write,
    "ready": writing.be_ready,
    "know": writing.know,
    "hand": hands.raise_hand,
    "hand_down": hands.lower_hand,
    "step": steps.step,
    "close_writing": writing.close_writing,
    "reopen_writing": writing.reopen_writing,
    "read": writing.read,
    "show": writing.show,
    "next_hand": hands.call_next,
    "keep": steps.keep,
    "harm": steps.answer_harm,
    "pause": steps.pause,
    "close": steps.close,
}
# These name the phase they mean, or may come at any time; the others ask where the room is.
ANYWHERE = frozenset(
    {"come_in", "text", "ready", "close_writing", "reopen_writing", "read", "show"}
)


def perform(acts: Sequence[Act], at: datetime) -> list[Receipt]:
    """Take these acts in their order; an answer for each, once everything is on disk.

    A refusal concerns one act alone. If the batch cannot be written, each act is tried by
    itself, so that one bad act cannot lose the others.
    """
    try:
        return _together(acts, at)
    except DatabaseError as problem:
        if len(acts) == 1:
            log.error("an act could not be stored: %s", type(problem).__name__)  # noqa: TRY400
            return [Receipt(Outcome.NOT_STORED)]
        return [perform([act], at)[0] for act in acts]


def _together(acts: Sequence[Act], at: datetime) -> list[Receipt]:
    with transaction.atomic(using=COMMONS):
        sittings = _sit_down(acts, at)
        taken = {row.id: row for row in Taken.objects.filter(id__in=[act.id for act in acts])}
        receipts = [_take(sittings.get(act.room), act, taken) for act in acts]
        save(list(sittings.values()))
    for sitting in sittings.values():
        for afterwards in sitting.afterwards:
            afterwards()
        if sitting.log:
            bell.ring(sitting.room.id, said_in(sitting))
    return receipts


def _sit_down(acts: Sequence[Act], at: datetime) -> dict[UUID, Sitting]:
    """Lock the rooms, always in the same order, and fetch what the acts will ask for."""
    wanted = sorted({act.room for act in acts})
    rooms = Room.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    sittings = {room.id: Sitting(room, at) for room in rooms}
    marks = [_mark_asked(sittings[act.room], act) for act in acts if act.room in sittings]
    if any(marks):
        for row in Mark.objects.filter(pk__in=[mark for mark in marks if mark]):
            sittings[row.room_id].marked.add(row.mark)
    items = [act.fields["item"] for act in acts if act.kind == "know"]
    if items:
        for text in Contribution.objects.filter(pk__in=items, kind="text").defer("body"):
            if text.room_id in sittings:
                sittings[text.room_id].texts[text.id] = text
    return sittings


def _mark_asked(sitting: Sitting, act: Act) -> str:
    """The mark this act would make, or nothing."""
    if act.kind == "know":
        return mark_of(act.room, act.seat, "know", str(act.fields["item"]))
    if act.kind == "ready":
        try:
            phase = sitting.phase(act.fields["phase"])
        except NoSuchPhase:
            return ""
        return mark_of(act.room, act.seat, "ready", phase.id)
    return ""


def _take(sitting: Sitting | None, act: Act, taken: dict[UUID, Taken]) -> Receipt:
    if sitting is None:
        return Receipt(Outcome.UNKNOWN)
    if act.kind == "come_in":
        return _ask_and_do(sitting, act)
    digest = digest_of(act)
    if act.id in taken:
        return _again(taken[act.id], act, digest)
    receipt = _ask_and_do(sitting, act)
    if receipt.taken:
        row = Taken(id=act.id, room=sitting.room, digest=digest, seq=receipt.seq, hand=receipt.hand)
        taken[act.id] = row
        sitting.fresh_acts.append(row)
    return receipt


def _again(row: Taken, act: Act, digest: str) -> Receipt:
    """The same act again gets the same answer; another one under the same id is refused."""
    same = row.room_id == act.room and row.digest in {"", digest}
    return Receipt(Outcome.REPEATED, row.seq, row.hand) if same else Receipt(Outcome.DIFFERENT)


def _ask_and_do(sitting: Sitting, act: Act) -> Receipt:
    if not (yours := rules.may_do(act.standing, act.kind)):
        return Receipt(Outcome.NOT_YOURS, reason=yours.reason)
    if not (entered := rules.may_enter(sitting.room, sitting.at)):
        return Receipt(Outcome.ENDED, reason=entered.reason)
    try:
        if act.kind not in ANYWHERE:
            rules.may_act_now(sitting.room, sitting.script, act.kind).require()
        if act.kind in OF_CONSOLES:
            sitting.flush()
        return DOING[act.kind](sitting, act)
    except NoSuchPhase:
        return Receipt(Outcome.NOT_NOW, reason=rules.UNKNOWN_PHASE)
    except Refused as refusal:
        return Receipt(Outcome.NOT_NOW, reason=refusal.reason)


def digest_of(act: Act) -> str:
    """HMAC of what was sent: tells a repeat from another act without keeping the words.

    The seat is left out, for nothing stored may join a seat to words.
    """
    sent = dumps([act.kind, act.standing, dict(act.fields)], default=str, sort_keys=True)
    return keys.mac("mark", b"act", act.room.bytes, sent.encode()).hex()
