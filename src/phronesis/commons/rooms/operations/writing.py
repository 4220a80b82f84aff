"""Silent writing: to write, to close, to read first, to show together."""

from uuid import UUID

from django.db.models import QuerySet

from phronesis.admission.verdicts import Refused
from phronesis.commons.rooms import rules
from phronesis.commons.rooms.activities import silent_writing
from phronesis.commons.rooms.acts import Act
from phronesis.commons.rooms.models import Contribution, LogEntry
from phronesis.commons.rooms.operations import carrying
from phronesis.commons.rooms.operations.done import Outcome, Receipt
from phronesis.commons.rooms.operations.sitting import Sitting, item_of
from phronesis.formats import Phase


def write(sitting: Sitting, act: Act) -> Receipt:
    """Take a text. Nothing about its writer is kept but the hash of the code on their phone."""
    phase = sitting.phase(act.fields["phase"])
    rules.may_write(sitting.room, phase).require()
    item = item_of(sitting.room.id, act.id)
    sitting.words[item] = act.fields["text"]
    sitting.fresh_texts.append(
        Contribution(
            id=item,
            room=sitting.room,
            phase=phase.id,
            kind="text",
            state="waiting",
            code_hash=act.fields["code_hash"],
        )
    )
    sitting.count("written", phase)
    return Receipt(Outcome.DONE)


def be_ready(sitting: Sitting, act: Act) -> Receipt:
    """*I am ready*, and *I pass*: the same act, so that nobody can tell them apart."""
    phase = sitting.phase(act.fields["phase"])
    rules.may_be_ready(sitting.room, phase).require()
    if sitting.mark(act.seat, "ready", phase.id):
        sitting.count("ready", phase)
    return Receipt(Outcome.DONE)


def know(sitting: Sitting, act: Act) -> Receipt:
    """*I know this*: counted once per seat and shown from three on."""
    text = sitting.texts.get(act.fields["item"])
    if text is None:
        raise Refused(rules.NOT_SHOWN)
    rules.may_know(sitting.room, sitting.phase(text.phase), text).require()
    if sitting.mark(act.seat, "know", str(text.id)):
        sitting.counted.add(("know", str(text.id)))
    return Receipt(Outcome.DONE)


def close_writing(sitting: Sitting, act: Act) -> Receipt:
    """End the writing. The console, and nobody else, gets the texts, mixed."""
    phase = sitting.phase(act.fields["phase"])
    rules.may_close_writing(sitting.room, phase).require()
    sitting.room.progress[phase.id]["writing"] = "closed"
    if _is_first_writing(sitting, phase):
        carrying.open_for(sitting, phase)
    seq = sitting.say(silent_writing.writing(phase.id, is_open=False))
    waiting = _texts(sitting, phase).filter(state="waiting")
    items = [(str(text.id), text.carried) for text in waiting.only("id", "carried")]
    return Receipt(Outcome.DONE, sitting.say(silent_writing.to_read(phase.id, items)) or seq)


def reopen_writing(sitting: Sitting, act: Act) -> Receipt:
    """*Give them one more minute.*"""
    phase = sitting.phase(act.fields["phase"])
    rules.may_reopen_writing(sitting.room, phase).require()
    sitting.room.progress[phase.id]["writing"] = "open"
    seq = sitting.say(silent_writing.writing(phase.id, is_open=True))
    return Receipt(Outcome.DONE, seq)


def read(sitting: Sitting, act: Act) -> Receipt:
    """A verdict on one text. What is held carries a reason, which its writer is told."""
    text = _one_text(sitting, act.fields["item"])
    rules.may_read(sitting.room, sitting.phase(text.phase), text).require()
    held = act.fields["verdict"] == "hold"
    text.state = "held" if held else "shown"
    text.reason = (act.fields["reason"] or "other") if held else ""
    text.save(update_fields=["state", "reason"])
    said = silent_writing.verdict(str(text.id), act.fields["verdict"], text.reason)
    return Receipt(Outcome.DONE, sitting.say(said))


def show(sitting: Sitting, act: Act) -> Receipt:
    """Show what was read to everybody at once, mixed; tell held texts' writers why."""
    phase = sitting.phase(act.fields["phase"])
    texts = list(_texts(sitting, phase).only("id", "state", "reason", "code_hash"))
    passed = [str(text.id) for text in texts if text.state == "shown"]
    rules.may_show(sitting.room, phase, texts=len(texts), passed=len(passed)).require()
    sitting.room.progress[phase.id]["writing"] = "shown"
    held = [(text.code_hash, text.reason) for text in texts if text.state == "held"]
    seq = sitting.say(silent_writing.wall(phase.id, passed))
    on_wall = {text.code_hash for text in texts if text.state == "shown"}
    earlier = [entry for entry in _told_before(sitting, phase) if entry[0] not in on_wall]
    sitting.say(silent_writing.fates(phase.id, held, earlier))
    return Receipt(Outcome.DONE, seq)


def _told_before(sitting: Sitting, phase: Phase) -> list[list[str]]:
    """The list of fates that this phase was told last; empty before the first showing."""
    log = [*LogEntry.objects.filter(room=sitting.room, kind="fates", phase=phase.id), *sitting.log]
    told = [entry for entry in log if entry.kind == "fates" and entry.phase == phase.id]
    return max(told, key=lambda entry: entry.seq).ref["held"] if told else []


def _texts(sitting: Sitting, phase: Phase) -> QuerySet[Contribution]:
    return Contribution.objects.filter(room=sitting.room, phase=phase.id, kind="text").exclude(
        state="withdrawn"
    )


def _one_text(sitting: Sitting, item: UUID) -> Contribution:
    text = Contribution.objects.filter(room=sitting.room, kind="text", id=item).first()
    if text is None:
        raise Refused(rules.NO_SUCH_TEXT)
    return text


def _is_first_writing(sitting: Sitting, phase: Phase) -> bool:
    first = next(p for p in sitting.script.phases if p.activity == "silent-writing")
    return first.id == phase.id
