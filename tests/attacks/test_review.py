"""What a reviewer who wrote none of it could break, each as an attack that now fails."""

import asyncio
import base64
import hashlib
import json
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from phronesis.admission.passes import Pass
from phronesis.admission.roles import Role
from phronesis.admission.verdicts import Refused
from phronesis.ballot import queries as ballot
from phronesis.ballot.models import Issue, WithdrawalHash
from phronesis.ballot.opening import INFO
from phronesis.ballot.operations import casting, closing, issuing, keys, sheets, withdrawing
from phronesis.commons.insights import operations as keeping
from phronesis.commons.insights import texts
from phronesis.commons.insights.texts import Text
from phronesis.commons.rooms import queries, tasks
from phronesis.commons.rooms.entrance import Entrance
from phronesis.commons.rooms.exchange import Problem, Request
from phronesis.commons.rooms.house import House
from phronesis.commons.rooms.models import Act, Carried, Contribution
from phronesis.commons.rooms.operations import Outcome, carrying
from phronesis.commons.rooms.operations.withdrawing import take_back
from phronesis.release.letting_go import delivery
from phronesis.release.letting_go import tasks as letting_go
from phronesis.vault import hpke, slots
from phronesis.vault import operations as vault
from tests.ballot import people
from tests.ballot.people import Phone
from tests.commons.rooms.a_room import (
    NOW,
    QUIET,
    a_hash,
    a_room,
    do,
    facts,
    shown,
    written_and_closed,
)

pytestmark = pytest.mark.django_db

NONE: frozenset[str] = frozenset()
CLOSES = "2027-01-14T08:00:00+00:00"
A_SLOT = NOW.replace(hour=18, minute=1)


def a_ballot(holders: int = 4) -> tuple[sheets.Sheet, list[Phone]]:
    gathering = uuid4()
    keys.make_keys(gathering)
    phones = [Phone(gathering) for _ in range(holders)]
    for phone in phones:
        phone.collect()
    texts_ = [{"id": str(uuid4()), "title": "Say until when"}]
    sheet = sheets.open_sheet(gathering, 0, texts=texts_, closes=CLOSES)
    assert sheet is not None
    for phone in phones:
        phone.answer(sheet, {sheet.texts[0]: "yes"})
    return sheet, phones


def send_raw(sheet: sheets.Sheet, plain: bytes) -> None:
    point = base64.b64decode(people.public(sheet.gathering).seals[sheet.round])
    filled = plain.ljust(casting.ANSWER_PADDED)
    people.send(sheet, hpke.seal(point, INFO, sheet.hash.encode(), filled))


def outcome(sheet: sheets.Sheet) -> str:
    closing.close_sheet(sheet, code_hashes=NONE)
    return ballot.results_in(sheet.gathering, sheet.round)[UUID(sheet.texts[0])]


def a_slip_of(phone: Phone) -> dict[str, str]:
    token = phone.tokens[0]
    parts = {"message": token.message, "prefix": token.prefix, "signature": token.signature}
    return {name: base64.b64encode(part).decode() for name, part in parts.items()}


@pytest.mark.parametrize(
    "poison",
    [
        lambda text, _slip: {"code": "00", "answers": {text: []}},
        lambda text, _slip: {"code": "00", "answers": {text: {"yes": 1}}},
        lambda text, slip: {"slip": slip, "answers": {text: None}},
        lambda text, slip: {
            "slip": slip,
            "answers": {text: "yes"},
            "withdraw": {text: "\ud800" * 64},
        },
    ],
    ids=["a-list", "a-mapping", "nothing", "half-letters"],
)
def test_no_envelope_keeps_a_ballot_from_being_opened(poison: Callable[..., Any]) -> None:
    """Anybody who was in the room can seal one, without a slip; it made closing raise for good."""
    sheet, phones = a_ballot()
    body = poison(sheet.texts[0], a_slip_of(phones[0]))
    send_raw(sheet, json.dumps(body).encode())
    send_raw(sheet, b"[" * casting.ANSWER_PADDED)
    assert outcome(sheet) == "went"
    assert slots.read(keys.seal_slot(sheet.gathering, 0)) is None


def test_what_goes_wrong_in_one_circle_holds_up_no_other(monkeypatch: Any) -> None:
    done = []

    def end(hours: Any, _at: Any) -> None:
        if hours == "broken":
            raise TypeError
        done.append(hours)

    monkeypatch.setattr(letting_go.rounds, "end", end)
    monkeypatch.setattr(letting_go.schedule, "hours_ended", lambda _at: ("broken", "whole"))
    assert letting_go._end(datetime.now(UTC)) == 1
    assert done == ["whole"]


def a_holder() -> Pass:
    return Pass(
        community=uuid4(), handle=b"h" * 32, roles=frozenset({Role.FACILITATOR}), language="en"
    )


def draft(by: Pass, gathering: UUID, text: Text, id_: UUID | None = None) -> UUID:
    return keeping.draft_restatement(
        id_ or uuid4(),
        gathering=gathering,
        text=text,
        kind="insight",
        destination="circle",
        addressed_to=None,
        by=by,
    ).id


def test_the_longest_drafts_in_any_alphabet_fit_on_a_sheet() -> None:
    gathering = uuid4()
    keys.make_keys(gathering)
    by = a_holder()
    words = "ن" * 700
    longest = Text(title="ن" * 160, situation=words, pulled=words, did=words, not_where=words)
    for _ in range(3):
        draft(by, gathering, longest)
    on_it = [{"id": str(uuid4()), **longest.as_dict()} for _ in range(3)]
    assert sheets.open_sheet(gathering, 0, texts=on_it, closes=CLOSES)


def test_a_draft_that_no_sheet_could_carry_is_refused() -> None:
    words = "𝒜" * texts.LONGEST
    with pytest.raises(Refused):
        draft(a_holder(), uuid4(), Text(title="a", situation=words, did=words, doubt=words))


def test_an_envelope_sealed_anew_keeps_its_own_withdrawal_code() -> None:
    sheet, phones = a_ballot()
    codes = [secrets.token_bytes(16) for _ in range(6)]
    for code in codes:
        body = {
            "slip": a_slip_of(phones[0]),
            "answers": {sheet.texts[0]: "yes"},
            "withdraw": {sheet.texts[0]: hashlib.sha256(code).hexdigest()},
        }
        send_raw(sheet, json.dumps(body).encode())
    assert outcome(sheet) == "went"
    stored = set(WithdrawalHash.objects.values_list("hash", flat=True))
    assert {hashlib.sha256(code).hexdigest() for code in codes} <= stored
    assert len(stored) == closing.RECEIPTS
    withdrawing.ask_back(codes[3])
    assert withdrawing.Withdrawal.objects.filter(text=sheet.texts[0]).exists()


def test_seats_and_issuer_keys_go_where_no_sheet_was_ever_opened() -> None:
    gathering = uuid4()
    keys.make_keys(gathering)
    for _ in range(3):
        Phone(gathering).collect()
    closing.forget_keys(gathering)
    assert not Issue.objects.filter(gathering=gathering).exists()
    assert ballot.slips_given(gathering) == 3
    assert slots.read(keys.issuer_slot(gathering, 2)) is None
    with pytest.raises(Refused):
        issuing.give_slips(gathering, seat=b"s" * 32, blinded=[b"\1" * 256] * 3)


def test_nobody_erases_other_words_by_writing_under_their_id() -> None:
    """From an open room, without signing in: ids of insights and sheets are seen by many."""
    theirs = uuid4()
    sealed = vault.seal_words(theirs, "What we learned")
    room, code_hash = a_room(), a_hash()
    do(room, "step", to=QUIET)
    assert do(room, "text", act_id=theirs, phase="quiet", text="x", code_hash=code_hash).taken
    take_back(room.id, code_hash)
    assert tasks.due(A_SLOT)
    assert vault.open_words(theirs, sealed) == "What we learned"


def test_nobody_erases_other_words_by_drafting_under_their_id() -> None:
    theirs = uuid4()
    sealed = vault.seal_words(theirs, "Words on a wall")
    by = a_holder()
    mine = draft(by, uuid4(), Text(title="mine"), theirs)
    keeping.drop_restatement(mine, by=by)
    assert vault.open_words(theirs, sealed) == "Words on a wall"


def test_no_id_on_the_wall_is_one_that_a_phone_made() -> None:
    room, act_id = a_room(), uuid4()
    do(room, "step", to=QUIET)
    do(room, "text", act_id=act_id, phase="quiet", text="x", code_hash=a_hash())
    assert act_id not in set(Contribution.objects.values_list("id", flat=True))
    assert {item.version for item in Contribution.objects.values_list("id", flat=True)} == {4}


def test_a_carried_text_cannot_be_told_by_asking_under_its_id() -> None:
    """Texts written in the room had an act of their id, carried ones had none."""
    told = facts()
    offer = carrying.offer(told)
    sealed = hpke.seal(offer.public_key, carrying.INFO, offer.audience, b"at night".ljust(8192))
    carrying.carry(told.id, a_hash(), sealed)
    room = carrying_room(told)
    items = Contribution.objects.filter(room=room).values_list("id", flat=True)
    answers = {do(room, "ready", act_id=item, phase="quiet").outcome for item in items}
    assert len(items) == 4
    assert answers == {Outcome.DONE}


def carrying_room(told: Any) -> Any:
    room = a_room(id=told.id, community=told.community)
    do(room, "step", to=QUIET)
    for n in range(3):
        do(room, "text", by=bytes([n]) * 16, phase="quiet", text=f"t{n}", code_hash=a_hash())
    assert do(room, "close_writing", phase="quiet").taken
    assert Contribution.objects.filter(carried=True).count() == 1
    return room


def test_taking_back_still_empties_the_digest_of_the_act() -> None:
    room, _ids = shown()
    text = Contribution.objects.filter(room=room).first()
    assert text is not None
    before = Act.objects.filter(room=room, digest="").count()
    take_back(room.id, text.code_hash)
    tasks.due(A_SLOT)
    assert Act.objects.filter(room=room, digest="").count() == before + 1


def test_two_lists_of_fates_share_more_than_the_held_texts() -> None:
    room, ids = written_and_closed(5)
    for item in ids[:2]:
        do(room, "read", item=str(item), verdict="show")
    do(room, "read", item=str(ids[2]), verdict="hold", reason="place")
    do(room, "show", phase="quiet")
    first = {code for code, _why in queries.state(room.id, "phone")["fates"]["quiet"]["held"]}
    do(room, "read", item=str(ids[3]), verdict="hold", reason="patient")
    do(room, "show", phase="quiet")
    second = {code for code, _why in queries.state(room.id, "phone")["fates"]["quiet"]["held"]}
    assert len(first & second) == 8
    assert len(second - first) == 8
    held = Contribution.objects.filter(pk__in=ids[2:4]).values_list("code_hash", flat=True)
    assert set(held) <= second


def test_the_hub_forgets_words_that_were_taken_back() -> None:
    room, ids = shown()
    text = Contribution.objects.get(pk=ids[0])
    words = queries.words_of([ids[0]])[ids[0]]
    assert words is not None

    log = queries.whole_log(room.id)

    async def read(_question: Callable[..., Any], *_args: Any) -> Any:
        return log

    async def told(house: House) -> str:
        hub = await house.hub(room.id)
        assert hub is not None
        return b"".join(b"".join(view.data) for view in hub.views.values()).decode()

    house, loop = House(lambda: NOW), asyncio.new_event_loop()
    house.read = read  # type: ignore[method-assign] -- a loop has no connection of this test's
    assert words in loop.run_until_complete(told(house))
    take_back(room.id, text.code_hash)
    assert tasks.due(A_SLOT)
    log = queries.whole_log(room.id)
    assert words not in loop.run_until_complete(told(house))
    house._deaf()
    loop.close()


def test_a_stranger_cannot_fill_the_disk_with_carried_texts(monkeypatch: Any) -> None:
    monkeypatch.setattr(carrying, "MOST_CARRIED", 3)
    told = facts()
    carrying.offer(told)
    for _ in range(3):
        assert carrying.carry(told.id, a_hash(), b"x")
    with pytest.raises(carrying.Full):
        carrying.carry(told.id, a_hash(), b"x")
    assert Carried.objects.count() == 3


def test_no_line_break_in_a_code_reaches_a_header() -> None:
    async def nothing() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    headers = {"content-type": "application/x-www-form-urlencoded"}
    request = Request("POST", "/", {}, headers, "http", nothing)
    entrance = Entrance(SimpleNamespace(read=None), lambda _code: None)  # type: ignore[arg-type]

    async def no_room(_code: str, _language: str) -> UUID:
        raise Problem(404, "", reason="unknown")

    entrance._room = no_room  # type: ignore[method-assign]
    answer = asyncio.run(entrance.join(request, nothing, "a\r\nset-cookie: b=c"))  # type: ignore[arg-type]
    assert not any(b"\r" in value or b"\n" in value for _name, value in answer.headers)


@pytest.mark.parametrize("word", ["\ud800", "١٢٣٤", ""])
def test_digits_that_are_no_digits_are_only_wrong(word: str) -> None:
    assert not queries.word_matches(a_room().id, word)


def test_what_was_asked_back_before_anybody_read_it_is_not_delivered(monkeypatch: Any) -> None:
    asked_back, wanted = SimpleNamespace(id=uuid4()), SimpleNamespace(id=uuid4())
    withdrawing.Withdrawal.objects.create(text=asked_back.id)
    delivered: list[Any] = []
    waiting = [asked_back, wanted]
    monkeypatch.setattr(delivery.insights, "waiting_for_delivery", lambda: waiting)
    monkeypatch.setattr(delivery, "_has_come", lambda _draft, _at: True)
    monkeypatch.setattr(delivery, "_deliver", lambda draft, _at: delivered.append(draft))
    assert delivery.deliver_due(NOW) == 1
    assert delivered == [wanted]
