"""Moving the room, hands, what we keep, the end."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest

from phronesis.commons.rooms import queries
from phronesis.commons.rooms.models import Act, Hand, Room
from phronesis.commons.rooms.operations import Outcome, open_room, perform, tell_slips

from .a_room import (
    ARRIVE,
    BEGINS,
    CLOSE,
    KEEP,
    NOW,
    QUIET,
    ROUND,
    SOLUTION,
    Ears,
    a_room,
    act,
    do,
    facts,
    seat,
    shown,
)

pytestmark = pytest.mark.django_db


def state(room, view="console"):
    return queries.state(room.id, view)


def test_opening_twice_is_the_same_room_with_the_same_word():
    told = facts()
    first, again = open_room(told, NOW), open_room(told, NOW)
    assert (first.id, first.word) == (again.id, again.word)
    assert [len(queries.whole_log(first.id)), Room.objects.count()] == [5, 1]


def test_the_word_is_on_console_and_stage_and_never_on_a_phone():
    room = a_room()
    assert state(room)["word"] == state(room, "stage")["word"] == {"digits": room.word}
    assert "word" not in state(room, "phone")
    assert queries.word_matches(room.id, room.word)
    assert not queries.word_matches(room.id, "x" + room.word[1:])


def test_slips_given_are_told_once_to_console_and_stage():
    room = a_room()
    with Ears() as ears:
        tell_slips(room.id, 7, NOW)
        tell_slips(room.id, 7, NOW)
    assert [said.view for _room, said in ears.heard] == ["console", "stage"]
    assert state(room, "stage")["slips"] == {"given": 7}


def test_we_are_here_goes_forwards_and_back():
    room = a_room()
    for to in (SOLUTION, ARRIVE):
        do(room, "step", to=to)
        assert state(room, "phone")["phase"]["index"] == to


def test_there_is_no_step_beyond_the_script():
    assert do(a_room(), "step", to=7).outcome is Outcome.NOT_NOW


def test_a_phone_may_not_do_what_the_console_does():
    room = a_room()
    stolen = act(room.id, "step", to=QUIET)
    stolen = type(stolen)(room.id, stolen.id, "step", "phone", b"", stolen.fields)
    assert perform([stolen], NOW)[0].outcome is Outcome.NOT_YOURS


def test_the_same_act_again_is_the_same_answer_and_moves_nothing():
    room = a_room()
    step = act(room.id, "step", to=QUIET)
    first = perform([step], NOW)[0]
    do(room, "step", to=ROUND)
    again = perform([step], NOW)[0]
    assert (again.outcome, again.seq) == (Outcome.REPEATED, first.seq)
    assert state(room)["phase"]["index"] == ROUND


def test_another_act_under_the_same_id_is_refused():
    room = a_room()
    act_id = uuid4()
    do(room, "step", to=QUIET, act_id=act_id)
    assert do(room, "step", to=ROUND, act_id=act_id).outcome is Outcome.DIFFERENT
    other = a_room()
    assert do(other, "step", to=QUIET, act_id=act_id).outcome is Outcome.DIFFERENT


def test_one_refusal_in_a_batch_concerns_one_act():
    room = a_room()
    do(room, "step", to=QUIET)
    code = "d" * 64
    batch = [
        act(room.id, "text", phase="quiet", text="first", code_hash=code),
        act(room.id, "text", phase="round", text="there is no writing", code_hash=code),
        act(room.id, "text", phase="nowhere", text="no such phase", code_hash=code),
        act(uuid4(), "ready", phase="quiet"),
        act(room.id, "text", phase="quiet", text="second", code_hash=code),
    ]
    assert [receipt.outcome for receipt in perform(batch, NOW)] == [
        Outcome.DONE,
        Outcome.NOT_NOW,
        Outcome.NOT_NOW,
        Outcome.UNKNOWN,
        Outcome.DONE,
    ]


def test_what_cannot_be_stored_is_answered_so_and_the_others_are_stored():
    room = a_room()
    do(room, "step", to=QUIET)
    good = act(room.id, "text", phase="quiet", text="good", code_hash="d" * 64)
    bad = act(room.id, "text", phase="quiet", text="bad", code_hash="d" * 64)
    bad.fields["code_hash"] = ""  # a constraint of the database refuses it
    outcomes = [receipt.outcome for receipt in perform([good, bad], NOW)]
    assert outcomes == [Outcome.DONE, Outcome.NOT_STORED]
    assert state(room)["written"]["quiet"]["count"] == 1


def test_acts_for_two_rooms_are_taken_in_one_batch():
    one, other = a_room(), a_room()
    receipts = perform([act(one.id, "step", to=QUIET), act(other.id, "step", to=ROUND)], NOW)
    assert all(receipt.taken for receipt in receipts)
    assert [state(room)["phase"]["index"] for room in (one, other)] == [QUIET, ROUND]


def test_who_has_not_spoken_yet_comes_first():
    room = a_room()
    do(room, "step", to=ROUND)
    first = do(room, "hand", by=seat(1)).hand
    do(room, "next_hand")
    again = do(room, "hand", by=seat(1)).hand
    other = do(room, "hand", by=seat(2)).hand
    do(room, "next_hand")
    assert state(room, "phone")["next_hand"] == {"hand": str(other)}
    do(room, "next_hand")
    assert state(room, "phone")["next_hand"] == {"hand": str(again)}
    do(room, "next_hand")
    assert state(room, "phone")["next_hand"] == {"hand": None}
    assert first != again
    assert do(room, "next_hand").outcome is Outcome.NOT_NOW


def test_the_stage_is_told_nothing_of_hands():
    room = a_room()
    do(room, "step", to=ROUND)
    with Ears() as ears:
        do(room, "hand")
        do(room, "next_hand")
    assert not ears.of("stage")
    assert [json.loads(said.data)["kind"] for said in ears.of("phone")] == ["next_hand"]


def test_a_seat_has_one_hand_up_and_is_told_which():
    room = a_room()
    do(room, "step", to=ROUND)
    assert do(room, "hand").hand == do(room, "hand").hand
    assert Hand.objects.filter(state="waiting").count() == 1


def test_nobody_takes_down_another_hand():
    room = a_room()
    do(room, "step", to=ROUND)
    hand = do(room, "hand", by=seat(1)).hand
    assert do(room, "hand_down", hand=str(hand), by=seat(2)).outcome is Outcome.NOT_NOW
    assert do(room, "hand_down", hand=str(hand), by=seat(1)).taken
    assert state(room)["hands"] == {"waiting": 0}


def test_a_hand_that_goes_down_while_next_leaves_nobody_next():
    room = a_room()
    do(room, "step", to=ROUND)
    hand = do(room, "hand").hand
    do(room, "next_hand")
    do(room, "hand_down", hand=str(hand))
    assert state(room, "phone")["next_hand"] == {"hand": None}


def test_hands_are_not_raised_while_people_write():
    room = a_room()
    do(room, "step", to=QUIET)
    assert do(room, "hand").outcome is Outcome.NOT_NOW


def test_what_we_keep_is_shown_to_everybody_and_given_to_whoever_drafts():
    room, _ids = shown()
    do(room, "step", to=KEEP)
    do(room, "keep", text="Ask before the night begins.")
    for view in ("console", "phone", "stage"):
        assert state(room, view)["kept"][0]["text"] == "Ask before the night begins."
    context = queries.restatement_context(room.id)
    assert context is not None
    assert context.kept == ("Ask before the night begins.",)
    assert "text number" not in repr(context)


def test_the_harm_question_is_answered_on_the_console_alone():
    room = a_room()
    do(room, "step", to=SOLUTION)
    with Ears() as ears:
        do(room, "harm", answer=True)
    assert {said.view for _room, said in ears.heard} == {"console"}
    assert queries.restatement_context(room.id).harm is True


def test_a_pause_is_for_all():
    room = a_room()
    do(room, "pause", on=True)
    assert all(state(room, view)["pause"] == {"on": True} for view in ("phone", "stage"))


def test_after_the_close_nothing_is_taken():
    room = a_room()
    do(room, "step", to=CLOSE)
    assert do(room, "close").taken
    assert do(room, "pause", on=True).outcome is Outcome.ENDED
    assert state(room, "phone")["closed"] == {}


def test_nothing_is_taken_after_the_record_closes_even_if_nobody_closed_it():
    room = a_room()
    late = BEGINS + timedelta(hours=25)
    assert do(room, "step", to=QUIET, at=late).outcome is Outcome.ENDED


def test_an_act_keeps_neither_words_nor_seat():
    room = a_room()
    do(room, "step", to=QUIET)
    do(room, "text", by=seat(5), phase="quiet", text="recognisable", code_hash="e" * 64)
    row = Act.objects.order_by().values().last()
    assert "recognisable" not in repr(row)
    assert seat(5).hex() not in repr(row)
