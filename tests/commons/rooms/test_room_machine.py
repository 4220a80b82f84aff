"""Random rooms: whatever people do in whatever order, these things stay true.

Every view counts from one without a hole. Nothing about texts reaches a phone or the stage
before the reveal. The same act again is the same answer, another one under its id is refused.
What is replayed from the log is byte for byte what was said live.
"""

import json
from collections import defaultdict
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from phronesis.commons.rooms import queries, rules
from phronesis.commons.rooms.activities import silent_writing
from phronesis.commons.rooms.frames import to_all
from phronesis.commons.rooms.hub import Stream, View
from phronesis.commons.rooms.models import VIEWS, Room
from phronesis.commons.rooms.operations import Outcome, acting, open_room, perform
from phronesis.commons.rooms.operations.sitting import item_of

from .a_room import NOW, Ears, a_hash, act, facts, seat

SEATS = st.integers(min_value=1, max_value=6)
PHASES = st.integers(min_value=0, max_value=6)
COUNTED_FROM_THREE = 3
FEWEST = 4


class ARoom(RuleBasedStateMachine):
    """One room, six phones, one console, and somebody whose network comes and goes."""

    @initialize()
    def open(self) -> None:
        self.ears = Ears()
        self.ears.__enter__()
        self.room = open_room(facts(), NOW)
        self.sent: dict[UUID, tuple] = {}
        self.answers: dict[UUID, object] = {}
        self.live: dict[str, list[bytes]] = defaultdict(list)
        self.texts: dict[UUID, str] = {}
        self.verdicts: dict[UUID, str] = {}
        self.revealed: set[UUID] = set()
        self.views = {view: View() for view in VIEWS}
        self.away = {view: Stream(self.views[view], 0) for view in VIEWS}
        self.caught: dict[str, bytes] = dict.fromkeys(VIEWS, b"")
        self.number = 0

    def teardown(self) -> None:
        if hasattr(self, "ears"):
            self.ears.__exit__()
            Room.objects.filter(pk=self.room.id).delete()

    def do(self, kind: str, by: int = 1, **body: object):
        one = act(self.room.id, kind, by=seat(by), **body)
        receipt = perform([one], NOW + timedelta(seconds=len(self.sent)))[0]
        if receipt.taken:
            self.sent[one.id] = (kind, by, body)
            self.answers[one.id] = receipt
        return one.id, receipt

    @rule(by=SEATS)
    def write(self, by: int) -> None:
        self.number += 1
        words = f"words number {self.number} that nobody else has"
        act_id, receipt = self.do("text", by, phase="quiet", text=words, code_hash=a_hash())
        if receipt.taken:
            assert receipt.seq == 0
            self.texts[item_of(self.room.id, act_id)] = words

    @rule(by=SEATS)
    def be_ready(self, by: int) -> None:
        assert self.do("ready", by, phase="quiet")[1].seq == 0

    @rule(to=PHASES)
    def step(self, to: int) -> None:
        self.do("step", to=to)

    @rule()
    def close_writing(self) -> None:
        self.do("close_writing", phase="quiet")

    @rule()
    def reopen_writing(self) -> None:
        self.do("reopen_writing", phase="quiet")

    @rule(data=st.data(), verdict=st.sampled_from(["show", "show", "hold"]))
    def read(self, data, verdict: str) -> None:
        if self.texts:
            self.verdict(data.draw(st.sampled_from(sorted(self.texts))), verdict)

    def verdict(self, item: UUID, verdict: str) -> None:
        if self.do("read", item=str(item), verdict=verdict, reason="")[1].taken:
            self.verdicts[item] = verdict

    @rule()
    def show(self) -> None:
        passed = {item for item, verdict in self.verdicts.items() if verdict == "show"}
        if self.do("show", phase="quiet")[1].taken:
            assert len(self.texts) >= FEWEST
            self.revealed |= passed

    @rule(count=st.integers(min_value=1, max_value=6))
    def write_and_reveal(self, count: int) -> None:
        """The way rooms mostly go, so that the machine is often where it matters."""
        self.do("step", to=1)
        for by in range(count):
            self.write(by + 1)
        self.close_writing()
        for item in sorted(self.texts):
            self.verdict(item, "show")
        self.show()

    @rule(data=st.data(), count=st.integers(min_value=1, max_value=5))
    @precondition(lambda self: self.revealed)
    def several_know(self, data, count: int) -> None:
        item = data.draw(st.sampled_from(sorted(self.revealed)))
        for by in range(count):
            self.do("know", by + 1, item=str(item))

    @rule(data=st.data(), by=SEATS)
    def know(self, data, by: int) -> None:
        if self.texts:
            item = data.draw(st.sampled_from(sorted(self.texts)))
            assert self.do("know", by, item=str(item))[1].seq == 0

    @rule(by=SEATS)
    def raise_hand(self, by: int) -> None:
        assert self.do("hand", by)[1].seq == 0

    @rule()
    def next_hand(self) -> None:
        self.do("next_hand")

    @rule(on=st.booleans())
    def pause(self, on: bool) -> None:
        self.do("pause", on=on)

    @rule(data=st.data())
    @precondition(lambda self: self.sent)
    def send_again(self, data) -> None:
        act_id = data.draw(st.sampled_from(sorted(self.sent)))
        kind, by, body = self.sent[act_id]
        again = perform([act(self.room.id, kind, by=seat(by), act_id=act_id, **body)], NOW)[0]
        assert (again.outcome, again.seq) == (Outcome.REPEATED, self.answers[act_id].seq)

    @rule(data=st.data())
    @precondition(lambda self: self.sent)
    def send_something_else_under_the_same_id(self, data) -> None:
        act_id = data.draw(st.sampled_from(sorted(self.sent)))
        other = act(self.room.id, "ready", by=seat(1), act_id=act_id, phase="close")
        assert perform([other], NOW)[0].outcome is Outcome.DIFFERENT

    @rule(view=st.sampled_from(VIEWS))
    def come_back(self, view: str) -> None:
        """A phone whose network returns gets what it missed, with its last number."""
        self.caught[view] += self.away[view].next()

    @invariant()
    def every_view_counts_without_a_hole(self) -> None:
        for _room, said in self.ears.heard:
            self.live[said.view].append(said.data)
            self.views[said.view].hear(said.seq, said.data)
        self.ears.heard.clear()
        for view in VIEWS:
            numbers = [json.loads(data)["seq"] for data in self.live[view]]
            assert numbers == list(range(1, len(numbers) + 1))

    @invariant()
    def nothing_hidden_reaches_phone_or_stage(self) -> None:
        for view in ("phone", "stage"):
            told = b"\n".join(self.live[view]).decode()
            kinds = {json.loads(data)["kind"] for data in self.live[view]}
            assert not kinds & {"written", "ready", "to_read", "verdict", "hands", "harm"}
            for item, words in self.texts.items():
                if item not in self.revealed:
                    assert words not in told
                    assert str(item) not in told

    @invariant()
    def i_know_this_is_never_a_small_number(self) -> None:
        for view in ("phone", "stage", "console"):
            for data in self.live[view]:
                frame = json.loads(data)
                assert frame["kind"] != "know" or frame["count"] >= COUNTED_FROM_THREE

    @invariant()
    def the_replay_is_what_was_said_live(self) -> None:
        replayed = defaultdict(list)
        for said in queries.whole_log(self.room.id):
            replayed[said.view].append(said.data)
        assert dict(replayed) == {view: self.live[view] for view in VIEWS if self.live[view]}

    @invariant()
    def whoever_comes_back_missed_nothing(self) -> None:
        for view in VIEWS:
            seen = self.away[view].seen
            whole = self.views[view].after(0)
            assert whole.startswith(self.caught[view])
            assert whole == self.caught[view] + self.views[view].after(seen)


FEW = settings(
    max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)


# Nobody needs the smallest way to break a room that is broken on purpose.
MANY = settings(FEW, max_examples=100, phases=[Phase.generate])


@pytest.mark.django_db
def test_whatever_people_do_a_room_keeps_its_promises():
    run_state_machine_as_test(ARoom, settings=FEW)


def show_any_number(room, phase, *, texts, passed, ask=rules.may_show):
    return ask(room, phase, texts=max(texts, FEWEST), passed=passed)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("module", "name", "sabotaged"),
    [
        (silent_writing, "written", lambda phase, count: to_all("written", phase, count=count)),
        (
            silent_writing,
            "to_read",
            lambda phase, items: to_all("to_read", phase, items=[list(item) for item in items]),
        ),
        (silent_writing, "know", lambda item, count: to_all("know", item=item, count=count)),
        (acting, "digest_of", lambda _act: "x"),
        (rules, "may_show", show_any_number),
    ],
    ids=["counts-to-all", "texts-to-all", "know-from-one", "weak-digest", "show-any-number"],
)
def test_the_machine_notices_a_room_that_breaks_one(monkeypatch, module, name, sabotaged):
    """Teeth: each of these rooms is broken in one place."""
    monkeypatch.setattr(module, name, sabotaged)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(
            ARoom, settings=settings(FEW, max_examples=200, phases=[Phase.generate])
        )
