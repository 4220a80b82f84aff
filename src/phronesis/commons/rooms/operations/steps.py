"""Moving the room: where we are, a pause, the harm question, what we keep, the end."""

from functools import partial

from phronesis.commons.rooms import rules
from phronesis.commons.rooms.activities import close as closing
from phronesis.commons.rooms.activities import keep as keeping
from phronesis.commons.rooms.activities import solution
from phronesis.commons.rooms.acts import Act
from phronesis.commons.rooms.frames import to_all
from phronesis.commons.rooms.models import Contribution
from phronesis.commons.rooms.operations import carrying
from phronesis.commons.rooms.operations.done import Outcome, Receipt
from phronesis.commons.rooms.operations.sitting import Sitting, item_of


def come_in(sitting: Sitting, act: Act) -> Receipt:
    """One more phone is in the room. Only the number is kept, so that the room can be full."""
    verdict = rules.may_come_in(sitting.room)
    if not verdict:
        return Receipt(Outcome.FULL, reason=verdict.reason)
    sitting.room.come_in += 1
    return Receipt(Outcome.DONE)


def step(sitting: Sitting, act: Act) -> Receipt:
    """Go to a phase, forwards or back; also *We are here*, after the network was away."""
    rules.may_step(sitting.script, act.fields["to"]).require()
    return Receipt(Outcome.DONE, enter_phase(sitting, act.fields["to"]))


def enter_phase(sitting: Sitting, index: int) -> int:
    """Enter the phase and say so; its writing opens the first time it is entered."""
    phase = sitting.script.phases[index]
    sitting.room.phase = index
    sitting.room.phase_opened_at = sitting.at
    if phase.activity == "silent-writing":
        sitting.room.progress.setdefault(phase.id, {}).setdefault("writing", "open")
    return sitting.say(to_all("phase", index=index, id=phase.id, activity=phase.activity))


def pause(sitting: Sitting, act: Act) -> Receipt:
    """A pause for all, or its end."""
    sitting.room.paused = act.fields["on"]
    return Receipt(Outcome.DONE, sitting.say(to_all("pause", on=sitting.room.paused)))


def answer_harm(sitting: Sitting, act: Act) -> Receipt:
    """Whether somebody could be harmed before Monday, as the room answered."""
    sitting.room.harm = act.fields["answer"]
    return Receipt(Outcome.DONE, sitting.say(solution.harm(answer=act.fields["answer"])))


def keep(sitting: Sitting, act: Act) -> Receipt:
    """A sentence that the room keeps, shown to everybody."""
    phase = sitting.script.phases[sitting.room.phase]
    item = item_of(sitting.room.id, act.id)
    sitting.words[item] = act.fields["text"]
    sitting.fresh_texts.append(
        Contribution(id=item, room=sitting.room, phase=phase.id, kind="keep", state="shown")
    )
    return Receipt(Outcome.DONE, sitting.say(keeping.kept(str(item))))


def close(sitting: Sitting, act: Act) -> Receipt:
    """End the gathering for everybody."""
    return Receipt(Outcome.DONE, end(sitting))


def end(sitting: Sitting) -> int:
    """The room ends: writing ends, what was carried and not opened is erased unopened."""
    for come_to in sitting.room.progress.values():
        if come_to.get("writing") == "open":
            come_to["writing"] = "closed"
    sitting.room.closed_at = max(sitting.at, sitting.room.opened_at)
    carrying.erase_unopened(sitting.room.id)
    sitting.afterwards.append(partial(carrying.forget_key, sitting.room.id))
    return sitting.say(closing.closed())
