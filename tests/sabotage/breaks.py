"""One broken promise each, by its name. Everything else of the server stays as it is."""

import json
from collections.abc import Callable, Iterable
from itertools import count
from typing import Any


def drop_an_event() -> None:
    """One frame never reaches the streams."""
    _tell_streams(lambda frame: [] if _is_a_pause(frame) else [frame])


def deliver_one_twice() -> None:
    """One frame reaches the streams twice."""
    _tell_streams(lambda frame: [frame] * 2 if _is_a_pause(frame) else [frame])


def reveal_early() -> None:
    """A text is on the wall as soon as it is written."""
    from phronesis.commons.rooms.activities import silent_writing
    from phronesis.commons.rooms.operations import acting

    write = acting.DOING["text"]

    def write_and_show(sitting: Any, act: Any) -> Any:
        receipt = write(sitting, act)
        sitting.say(silent_writing.wall(str(act.fields["phase"]), [str(act.id)]))
        return receipt

    _do("text", write_and_show)


def send_a_hidden_count() -> None:
    """Phones are told how many have written."""
    from phronesis.commons.rooms.activities import silent_writing
    from phronesis.commons.rooms.frames import Frame

    told = silent_writing.written

    def written(phase: str, number: int) -> Any:
        return (*told(phase, number), Frame("phone", "written", phase, {"count": number}))

    silent_writing.written = written


def lose_a_contribution() -> None:
    """The third text is acknowledged and counted, and is not there."""
    from phronesis.commons.rooms.operations import acting

    write, number = acting.DOING["text"], count(1)

    def write_most(sitting: Any, act: Any) -> Any:
        receipt = write(sitting, act)
        if next(number) == 3:
            sitting.fresh_texts.pop()
            del sitting.words[act.id]
        return receipt

    _do("text", write_most)


def let_a_stopped_text_cross() -> None:
    """Nobody's "it could point to someone" is heard."""
    from phronesis.ballot import counting
    from phronesis.ballot.operations import closing

    def deaf(answers: Iterable[Any], *, holders: int, veto: bool = False, round_: int = 0) -> Any:
        heard = [answer for answer in answers if answer != counting.Answer.POINTS]
        return counting.outcome(heard, holders=holders, round_=round_)

    closing.outcome = deaf


def skip_a_phase() -> None:
    """Asked for the third phase, the room goes to the fourth."""
    from phronesis.commons.rooms.operations import acting, steps
    from phronesis.commons.rooms.operations.done import Outcome, Receipt

    def step(sitting: Any, act: Any) -> Any:
        wanted = act.fields["to"]
        return Receipt(Outcome.DONE, steps.enter_phase(sitting, wanted + (wanted == 2)))

    _do("step", step)


def _do(kind: str, done: Any) -> None:
    from phronesis.commons.rooms.operations import acting

    acting.DOING = {**acting.DOING, kind: done}


def _tell_streams(told: Callable[[bytes], list[bytes]]) -> None:
    """Pass every frame through `told` on its way to the streams, numbers unchanged."""
    from phronesis.commons.rooms import hub

    def after(view: hub.View, seq: int) -> bytes:
        return b"".join(
            b"id: %d\nevent: frame\ndata: %b\n\n" % (number, one)
            for number, data in enumerate(view.data[seq:], start=seq + 1)
            for one in told(data)
        )

    hub.View.after = after


def _is_a_pause(frame: bytes) -> bool:
    said = json.loads(frame)
    return said["kind"] == "pause" and bool(said["on"])


BREAKS: dict[str, Callable[[], None]] = {
    "drops-an-event": drop_an_event,
    "delivers-one-twice": deliver_one_twice,
    "reveals-early": reveal_early,
    "sends-a-hidden-count": send_a_hidden_count,
    "loses-a-contribution": lose_a_contribution,
    "lets-a-stopped-text-cross": let_a_stopped_text_cross,
    "skips-a-phase": skip_a_phase,
}
