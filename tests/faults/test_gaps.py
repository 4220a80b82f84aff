"""Between two planes no transaction reaches: one crash in each gap, and what is made good."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError

from phronesis.admission.passes import Pass
from phronesis.admission.roles import Role
from phronesis.ballot.models import Issue, Result, SealedAnswer, Sheet
from phronesis.ballot.operations import closing, keys
from phronesis.commons.insights import operations as keeping
from phronesis.commons.insights.models import Insight, Restatement
from phronesis.commons.insights.texts import Text
from phronesis.commons.rooms import queries as rooms
from phronesis.commons.rooms.models import Contribution, Room
from phronesis.commons.rooms.operations import Outcome, open_room, perform, withdrawing
from phronesis.commons.rooms.tasks import due as rooms_due
from phronesis.office.calendar import operations as calendar
from phronesis.office.calendar import queries as schedule
from phronesis.office.calendar.models import LettingGo
from phronesis.office.commitments.models import Concern
from phronesis.release.ledger import operations as ledger
from phronesis.release.ledger.models import Entry
from phronesis.release.letting_go import delivery, rounds
from phronesis.vault import operations as vault
from phronesis.vault import slots
from phronesis.vault.models import ItemKey
from tests.attacks.worlds import BEGIN, QUIET, console, facts, phone
from tests.ballot.people import Phone
from tests.factories import a_facilitator, a_person
from tests.office.calendar.factories import a_gathering

pytestmark = pytest.mark.django_db


class Crash(Exception):  # noqa: N818 -- what happened, not what went wrong in the code
    """The power went, here."""


@pytest.fixture
def crash_once(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Replace `module.name` so that its first call ends in a crash, before or after it ran."""

    def arrange(
        module: Any, name: str, *, after: bool = False, crash: Exception | None = None
    ) -> None:
        real, calls = getattr(module, name), []

        def once(*args: Any, **kwargs: Any) -> Any:
            calls.append(name)
            result = real(*args, **kwargs) if after or len(calls) > 1 else None
            if len(calls) == 1:
                raise crash or Crash(name)
            return result

        monkeypatch.setattr(module, name, once)

    return arrange


def a_room() -> UUID:
    room = uuid4()
    open_room(facts(room, uuid4(), BEGIN), BEGIN)
    console(room, BEGIN, "step", to=1)
    return room


def a_text(room: UUID, words: str = "For whom?") -> Any:
    code = secrets.token_hex(32)
    seat = secrets.token_bytes(16)
    return phone(room, seat, "text", phase=QUIET.id, text=words, code_hash=code)


def words_in(room: UUID) -> list[str | None]:
    rows = Contribution.objects.filter(room=room)
    return list(vault.open_many({row.id: bytes(row.body) for row in rows}).values())


# From the vault to commons


def test_a_key_without_its_word_is_used_when_the_word_is_sent_again(
    crash_once: Callable[..., None],
) -> None:
    room = a_room()
    act = a_text(room)
    crash_once(vault, "seal_many", after=True, crash=OperationalError("the disk is full"))

    [first] = perform([act], BEGIN)
    between = (Contribution.objects.count(), ItemKey.objects.count())
    [second] = perform([act], BEGIN)

    assert (first.outcome, second.outcome) == (Outcome.NOT_STORED, Outcome.DONE)
    assert between == (0, 1)
    assert words_in(room) == ["For whom?"]
    assert ItemKey.objects.count() == 1


def test_one_crash_in_a_batch_loses_nobody_elses_words(crash_once: Callable[..., None]) -> None:
    room = a_room()
    crash_once(vault, "seal_many", after=True, crash=OperationalError("the disk is full"))

    receipts = perform([a_text(room, f"Text {n}") for n in range(5)], BEGIN)

    assert [receipt.outcome for receipt in receipts] == [Outcome.DONE] * 5
    assert sorted(map(str, words_in(room))) == [f"Text {n}" for n in range(5)]


def test_a_word_whose_key_is_gone_is_taken_back_and_leaves_when_the_slot_goes_on(
    crash_once: Callable[..., None],
) -> None:
    room = a_room()
    act = a_text(room)
    perform([act], BEGIN)
    withdrawing.take_back(room, act.fields["code_hash"])
    slot = BEGIN.replace(hour=18, minute=1)
    crash_once(withdrawing, "_leave_room")

    with pytest.raises(Crash):
        withdrawing.let_leave(slot)
    between = words_in(room)
    withdrawing.let_leave(slot + timedelta(minutes=1))

    assert between == [None]
    text = Contribution.objects.get(room=room)
    assert (text.state, bytes(text.body)) == ("withdrawn", b"")


def test_a_room_half_erased_is_erased(crash_once: Callable[..., None]) -> None:
    room = a_room()
    perform([a_text(room)], BEGIN)
    console(room, BEGIN, "close")
    later = BEGIN + timedelta(days=60)
    crash_once(vault, "erase", after=True)

    with pytest.raises(Crash):
        rooms_due(later)
    between = words_in(room)
    rooms_due(later)

    assert between == [None]
    assert not Room.objects.filter(pk=room).exists()
    assert not ItemKey.objects.exists()


# From the ballot to the vault, to commons and to office


@dataclass
class Asked:
    """A gathering whose texts have been asked about, and everybody has said yes."""

    gathering: UUID
    texts: dict[str, UUID]
    hours: LettingGo

    @property
    def sheet(self) -> Sheet:
        return Sheet.objects.get(gathering=self.gathering)

    @property
    def closed(self) -> datetime:
        return self.hours.closes_at + timedelta(minutes=1)

    def states(self) -> dict[str, str]:
        return {kind: Restatement.objects.get(pk=pk).state for kind, pk in self.texts.items()}

    def end(self) -> None:
        calendar.turn_hours(self.closed)
        for hours in schedule.hours_ended(self.closed):
            rounds.end(hours, self.closed)


def asking() -> Asked:
    """A closed record, one text for the circle and one for a leader, four slips, hours open."""
    facilitator = a_facilitator()
    gathering = a_gathering(facilitator, weeks=52)
    holder = Pass(facilitator.community_id, secrets.token_bytes(32), frozenset({Role.FACILITATOR}))
    keys.make_keys(gathering.pk)
    leader = a_person("Joan Ramos")
    texts = {}
    for destination, to in (("circle", None), ("leader", leader.pk)):
        texts[destination] = uuid4()
        keeping.draft_restatement(
            texts[destination],
            gathering=gathering.pk,
            text=Text(title=f"Say until when, {destination}"),
            kind="concern" if to else "insight",
            destination=destination,
            addressed_to=to,
            by=holder,
        )
    calendar.close_record(gathering.pk, gathering.ends_at)
    return Asked(gathering.pk, texts, LettingGo.objects.get(gathering=gathering))


def asked() -> Asked:
    this = asking()
    phones = [Phone(this.gathering) for _ in range(4)]
    for holder in phones:
        holder.collect()
    open_hours(this)
    for holder in phones:
        holder.answer(this.sheet, dict.fromkeys(map(str, this.texts.values()), "yes"))
    return this


def open_hours(this: Asked) -> None:
    at = this.hours.opens_at + timedelta(minutes=1)
    calendar.turn_hours(at)
    for hours in schedule.hours_open(at):
        rounds.begin(hours, at)


def test_a_sheet_that_commons_had_not_heard_of_is_told_again(
    crash_once: Callable[..., None],
) -> None:
    this = asking()
    for _holder in range(4):
        Phone(this.gathering).collect()
    crash_once(keeping, "ask_about")

    with pytest.raises(Crash):
        open_hours(this)
    between = this.states()
    open_hours(this)

    assert between == {"circle": "draft", "leader": "draft"}
    assert this.states() == {"circle": "asked", "leader": "asked"}
    assert Sheet.objects.filter(gathering=this.gathering).count() == 1


def test_a_crash_while_answers_are_opened_leaves_them_sealed(
    crash_once: Callable[..., None],
) -> None:
    this = asked()
    crash_once(closing, "_write_receipts")

    with pytest.raises(Crash):
        this.end()
    between = (SealedAnswer.objects.count(), Result.objects.count(), this.sheet.state)
    this.end()

    assert between == (4, 0, "open")
    assert (SealedAnswer.objects.count(), this.sheet.state) == (0, "closed")
    assert this.states() == {"circle": "went", "leader": "went"}


def test_a_key_that_outlived_its_ballot_is_destroyed(crash_once: Callable[..., None]) -> None:
    this = asked()
    name = keys.seal_slot(this.gathering, 0)
    crash_once(slots, "destroy")

    with pytest.raises(Crash):
        this.end()
    between = (this.sheet.state, slots.read(name) is not None)
    this.end()

    assert between == ("closed", True)
    assert slots.read(name) is None
    assert Result.objects.count() == 2


def test_a_result_that_was_not_shown_is_shown_once(crash_once: Callable[..., None]) -> None:
    this = asked()
    crash_once(keeping, "answer")

    with pytest.raises(Crash):
        this.end()
    between = (Result.objects.count(), Insight.objects.count())
    this.end()
    this.end()

    assert between == (2, 0)
    assert Insight.objects.count() == 1
    assert this.states() == {"circle": "went", "leader": "went"}


def test_an_insight_without_its_answer_is_answered(crash_once: Callable[..., None]) -> None:
    this = asked()
    crash_once(keeping, "_keep", after=True)

    with pytest.raises(Crash):
        this.end()
    this.end()

    assert Insight.objects.count() == 1
    assert this.states()["circle"] == "went"


def test_hours_that_were_not_settled_are_settled(crash_once: Callable[..., None]) -> None:
    this = asked()
    crash_once(calendar, "settle")

    with pytest.raises(Crash):
        this.end()
    this.end()

    assert LettingGo.objects.get(pk=this.hours.pk).state == LettingGo.State.SETTLED
    assert Result.objects.count() == 2


def test_another_round_is_planned_once_though_its_planning_was_cut_off(
    crash_once: Callable[..., None],
) -> None:
    """A lost seal key voids the ballot: nothing was opened, please answer once more."""
    this = asked()
    slots.destroy(keys.seal_slot(this.gathering, 0))
    crash_once(calendar, "open_next_round")

    with pytest.raises(Crash):
        this.end()
    this.end()
    this.end()

    assert list(
        LettingGo.objects.filter(gathering=this.gathering).values_list("round", flat=True)
    ) == [0, 1]


@pytest.mark.parametrize("gap", [(ledger, "record"), (keeping, "mark_handed")])
def test_a_delivery_cut_off_reaches_its_reader_once_and_stands_in_the_ledger_once(
    crash_once: Callable[..., None], gap: tuple[Any, str]
) -> None:
    this = asked()
    this.end()
    monday = delivery.delivery_after(this.hours.closes_at, "Europe/London")
    crash_once(*gap)

    with pytest.raises(Crash):
        delivery.deliver_due(monday)
    delivery.deliver_due(monday)
    delivery.deliver_due(monday)

    assert Concern.objects.count() == 1
    assert Entry.objects.filter(act="concern.delivered").count() == 1
    assert this.states() == {"circle": "went", "leader": "handed"}


def test_slips_of_a_gathering_that_asks_nothing_go_when_its_hours_end() -> None:
    this = asking()
    for _holder in range(4):
        Phone(this.gathering).collect()
    Restatement.objects.all().delete()
    open_hours(this)

    this.end()

    assert not Issue.objects.exists()
    assert slots.read(keys.sheet_slot(this.gathering)) is None
    assert rooms.room(this.gathering) is None
