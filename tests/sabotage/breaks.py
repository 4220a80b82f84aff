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
        item = str(sitting.fresh_texts[-1].id)
        sitting.say(silent_writing.wall(str(act.fields["phase"]), [item]))
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
            del sitting.words[sitting.fresh_texts.pop().id]
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
    from phronesis.commons.rooms.operations import steps
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


def store_words_in_the_clear() -> None:
    """Sealing does nothing."""
    from phronesis.vault import operations as vault

    vault._seal = lambda _row, words: words.encode()
    vault._open = lambda _row, body: bytes(body).decode()


# Not seen from outside: a thief would find them.
LEAKS: dict[str, Callable[[], None]] = {"stores-words-in-the-clear": store_words_in_the_clear}


def record_writes() -> None:
    """Nothing is broken: every statement of every SQLite connection is written down.

    Into the folder RECORDED, after a copy of the databases as they were. A line is a JSON list
    of the plane, the connection and the statement with its values.
    """
    import os
    import shutil
    from pathlib import Path

    from django.conf import settings
    from django.db import connections
    from django.db.backends.signals import connection_created

    folder = Path(os.environ["RECORDED"])
    connections.close_all()
    shutil.copytree(settings.DATA, folder / "before")
    lines = (folder / "writes.jsonl").open("a", buffering=1)
    numbers = count(1)

    def listen(connection: Any, **_more: Any) -> None:
        plane, number = connection.alias, next(numbers)
        connection.connection.set_trace_callback(
            lambda statement: lines.write(json.dumps([plane, number, statement]) + "\n")
        )

    connection_created.connect(listen, weak=False)


def write_without_waiting() -> None:
    """SQLite is told not to wait for the disk."""
    from phronesis.site import planes

    planes.SQLITE_START = planes.SQLITE_START.replace("=FULL", "=OFF")


LEAKS["records-its-writes"] = record_writes
# Broken before Django reads its settings.
EARLY: dict[str, Callable[[], None]] = {"writes-without-waiting": write_without_waiting}
