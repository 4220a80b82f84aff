"""Rounds that are over: how they went, minute by minute, and what was let go.

Each is a generator. It yields the moment at which it wants to go on; whoever drives it lets the
house do what falls due until then (`building.py`).
"""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from phronesis import formats
from phronesis.admission.passes import Pass
from phronesis.ballot import queries as ballot
from phronesis.ballot.operations import keys
from phronesis.commons.insights import operations as keeping
from phronesis.commons.insights import queries as insights
from phronesis.commons.insights.texts import Text
from phronesis.commons.rooms import operations as rooms
from phronesis.commons.rooms import queries as in_rooms
from phronesis.demo.hospital import phones
from phronesis.demo.hospital.founding import facilitators_of, host_of
from phronesis.demo.hospital.peopling import Cast
from phronesis.office.calendar import operations as calendar
from phronesis.office.calendar import queries as schedule
from phronesis.office.calendar import rules
from phronesis.office.calendar.models import Gathering, Series
from phronesis.office.calendar.operations.series import SeriesPlan
from phronesis.office.communities import queries as communities
from phronesis.office.communities.models import Community

FORMAT = "moral-resilience-rounds"
PassFor = Callable[[UUID, UUID], Pass | None]
CHANCE = secrets.SystemRandom()
AHEAD = timedelta(days=8)
MINUTE = timedelta(minutes=1)
PARTS = ("title", "situation", "pulled", "did", "not_where", "doubt", "carried_by", "would_change")


@dataclass(frozen=True, slots=True)
class Round:
    """One round as it is told, with everything it needs to happen."""

    told: dict[str, Any]
    gathering: Gathering
    circle: Community
    cast: Cast
    pass_for: PassFor

    @property
    def facilitator(self) -> UUID:
        return facilitators_of(self.circle)[0].pk

    @property
    def id(self) -> UUID:
        return UUID(str(self.gathering.pk))

    def holds(self) -> Pass:
        return _pass(self.pass_for, self.facilitator, self.circle)


def schedule_it(told: dict[str, Any], circle: Community, today: date, at: datetime) -> Series:
    """Put the circle's rounds on the calendar, as its host does a week ahead."""
    script, line = formats.load(FORMAT), told["series"]
    plan = SeriesPlan(
        title=line["title"],
        format_id=script.id,
        format_version=script.version,
        first_on=today - timedelta(days=line["days"]),
        times=tuple(time.fromisoformat(wall) for wall in line["times"]),
        zone=circle.zone,
        minutes=script.minutes,
        weeks=line["weeks"],
        place=line["place"],
        facilitators=tuple(person.pk for person in facilitators_of(circle)),
    )
    return calendar.schedule_series(plan, by=host_of(circle), at=at)


def happen(one: Round) -> Iterator[datetime]:
    """One round, from the evening before to the last answer."""
    start = one.gathering.starts_at
    yield start - timedelta(hours=20)
    for words in CHANCE.sample(one.told["carried"], len(one.told["carried"])):
        phones.carry(one.id, words)
    yield start - 5 * MINUTE
    present = _arrive(one, start - 5 * MINUTE)
    yield start + 10 * MINUTE
    _write_in_silence(one, present, start + 10 * MINUTE)
    _talk(one, present, start + 25 * MINUTE)
    yield start + 60 * MINUTE
    _console(one, "close", start + 60 * MINUTE)
    yield start + 75 * MINUTE
    drafts = {uuid4(): told for told in one.told["restatements"]}
    for id_, told in drafts.items():
        _draft(one, id_, told)
    yield from _let_go(one, present, drafts)


def _arrive(one: Round, at: datetime) -> list[phones.Phone]:
    """The facilitator opens the room; phones come in and are given slips."""
    opening, facts = schedule.opening(one.id, one.facilitator, at), schedule.facts(one.id)
    if opening is None or facts is None:
        raise phones.StoryError("this gathering is not on the calendar")
    needed = formats.load(FORMAT).people.facilitator_competences
    rules.may_open_room(opening, frozenset(needed), at).require()
    keys.make_keys(one.id)
    rooms.open_room(facts, at)
    holding = {person.pk for person in facilitators_of(one.circle)}
    members = [m.person_id for m in communities.members_of(one.circle.pk)]
    coming = CHANCE.sample([m for m in members if m not in holding], one.told["present"])
    present = []
    for person in coming:
        phone = phones.Phone(one.id)
        phone.come_in(at)
        phone.collect_slips(_pass(one.pass_for, person, one.circle))
        present.append(phone)
    rooms.tell_slips(one.id, ballot.slips_given(one.id), at)
    CHANCE.shuffle(present)
    return present


def _write_in_silence(one: Round, present: list[phones.Phone], at: datetime) -> None:
    """Some write, some pass; all is read before any of it is shown."""
    _console(one, "step", at, to=1)
    words = CHANCE.sample(one.told["written"], len(one.told["written"]))
    for phone, text in zip(present, words, strict=False):
        phone.write("quiet", text, at)
    for phone in present:
        phone.do("ready", at, phase="quiet")
    _console(one, "close_writing", at, phase="quiet")
    held, reason = one.told["held"] or ("", "")
    shown = []
    for text in in_rooms.texts_to_read(one.id, "quiet"):
        holds = text.words == held
        verdict = {"verdict": "hold", "reason": reason} if holds else {"verdict": "show"}
        _console(one, "read", at, item=str(text.id), **verdict)
        if not holds:
            shown.append(text.id)
    _console(one, "show", at, phase="quiet")
    for item, known in zip(CHANCE.sample(shown, len(shown)), one.told["known"], strict=False):
        for phone in CHANCE.sample(present, known):
            phone.do("know", at, item=str(item))


def _talk(one: Round, present: list[phones.Phone], at: datetime) -> None:
    """A round of hands, the dialogue, what could be different, what we keep."""
    _console(one, "step", at, to=2)
    for phone in CHANCE.sample(present, one.told["hands"]):
        phone.do("hand", at)
    for _hand in range(one.told["hands"]):
        _console(one, "next_hand", at)
    _console(one, "step", at + 5 * MINUTE, to=3)
    _console(one, "step", at + 15 * MINUTE, to=4)
    _console(one, "harm", at + 15 * MINUTE, answer=one.told["harm"])
    _console(one, "step", at + 25 * MINUTE, to=5)
    for sentence in one.told["kept"]:
        _console(one, "keep", at + 25 * MINUTE, text=sentence)
    _console(one, "step", at + 30 * MINUTE, to=6)


def _let_go(
    one: Round, present: list[phones.Phone], drafts: dict[UUID, dict[str, Any]]
) -> Iterator[datetime]:
    """Sealed answers; what came back is said in other words and asked once more."""
    asked = drafts
    while asked:
        hours = schedule.hours_of(one.id)
        if hours is None:
            raise phones.StoryError("the record is not closed")
        yield hours.opens_at + timedelta(hours=6)
        _answer(present, asked)
        yield hours.closes_at + timedelta(hours=3)
        back = {draft.id for draft in insights.restatements(one.id) if draft.state == "back"}
        asked = {id_: told | told["again"] for id_, told in asked.items() if id_ in back}
        for id_, told in asked.items():
            _draft(one, id_, told)
        if asked:
            calendar.open_next_round(one.id, hours.closes_at + timedelta(hours=3))


def _answer(present: list[phones.Phone], asked: dict[UUID, dict[str, Any]]) -> None:
    """Answers are dealt out by lot; who is dealt none is silent."""
    dealt: list[dict[UUID, str]] = [{} for _phone in present]
    for id_, told in asked.items():
        answers = [word for word, number in told["answers"].items() for _ in range(number)]
        for hand, answer in zip(CHANCE.sample(dealt, len(dealt)), answers, strict=False):
            hand[id_] = answer
    for phone, hand in zip(present, dealt, strict=True):
        if hand:
            phone.let_go(hand)


def _draft(one: Round, id_: UUID, told: dict[str, Any]) -> None:
    to = told.get("to")
    keeping.draft_restatement(
        id_,
        gathering=one.id,
        text=Text(**{part: told.get(part, "").strip() for part in PARTS}),
        kind=told["kind"],
        destination="leader" if to else "circle",
        addressed_to=one.cast.people[to].pk if to else None,
        by=one.holds(),
    )


def _console(one: Round, kind: str, at: datetime, **body: Any) -> None:
    phones.act(one.id, "console", b"", kind, at, **body)


def _pass(pass_for: PassFor, person: UUID, circle: Community) -> Pass:
    found = pass_for(person, circle.pk)
    if found is None:
        raise phones.StoryError("somebody does not belong to the circle")
    return found
