"""Written in silence, read first, shown together."""

import json
from uuid import uuid4

import pytest

from phronesis.commons.rooms import queries
from phronesis.commons.rooms.models import Contribution, LogEntry
from phronesis.commons.rooms.operations import Outcome

from .a_room import NOW, QUIET, ROUND, Ears, a_room, act, do, seat, shown, write, written_and_closed

pytestmark = pytest.mark.django_db


def kinds(room, view):
    return list(
        LogEntry.objects.filter(room=room, view=view).order_by("seq").values_list("kind", flat=True)
    )


def test_while_people_write_only_the_console_hears_and_only_numbers():
    room = a_room()
    do(room, "step", to=QUIET)
    with Ears() as ears:
        write(room, "a sentence nobody else has", "another")
        do(room, "ready", phase="quiet")
    assert not ears.of("phone")
    assert not ears.of("stage")
    assert [json.loads(said.data)["kind"] for said in ears.of("console")] == ["written", "ready"]
    assert b"sentence" not in b"".join(said.data for said in ears.of("console"))


def test_when_writing_closes_the_console_alone_gets_the_texts():
    room = a_room()
    do(room, "step", to=QUIET)
    write(room, "one", "two", "three", "four")
    with Ears() as ears:
        do(room, "close_writing", phase="quiet")
    told = [json.loads(said.data) for said in ears.of("console")]
    assert {item["text"] for item in told[-1]["items"]} == {"one", "two", "three", "four"}
    assert [json.loads(said.data)["kind"] for said in ears.of("phone")] == ["writing"]
    assert [json.loads(said.data)["kind"] for said in ears.of("stage")] == ["writing"]


def test_what_has_not_been_read_stays_closed():
    room, ids = written_and_closed(5)
    for item in ids[:3]:
        do(room, "read", item=str(item), verdict="show")
    do(room, "show", phase="quiet")
    wall = queries.state(room.id, "phone")["wall"]["quiet"]["items"]
    assert {item["id"] for item in wall} == {str(item) for item in ids[:3]}


def test_the_wall_is_in_the_same_order_for_everybody():
    room, _ids = shown(8)
    phone, stage, console = (
        queries.state(room.id, view)["wall"]["quiet"] for view in ("phone", "stage", "console")
    )
    assert phone == stage == console


def test_with_fewer_than_four_texts_none_is_shown():
    room, ids = written_and_closed(3)
    for item in ids:
        do(room, "read", item=str(item), verdict="show")
    refused = do(room, "show", phase="quiet")
    assert refused.outcome is Outcome.NOT_NOW
    assert "wall" not in kinds(room, "phone")


def test_nothing_is_shown_while_people_write():
    room = a_room()
    do(room, "step", to=QUIET)
    write(room, "one", "two", "three", "four")
    assert do(room, "show", phase="quiet").outcome is Outcome.NOT_NOW
    assert queries.texts_to_read(room.id, "quiet") == []


def test_a_held_text_reaches_its_writer_in_a_list_nobody_can_count():
    room, ids = written_and_closed(5)
    do(room, "read", item=str(ids[0]), verdict="hold", reason="colleague")
    for item in ids[1:]:
        do(room, "read", item=str(item), verdict="show")
    do(room, "show", phase="quiet")
    held = queries.state(room.id, "phone")["fates"]["quiet"]["held"]
    mine = Contribution.objects.get(pk=ids[0]).code_hash
    assert [mine, "colleague"] in held
    assert len(held) == 8
    assert {len(code) for code, _reason in held} == {64}


def test_the_list_of_fates_has_the_same_size_when_nothing_is_held():
    room, _ids = shown(4)
    assert len(queries.state(room.id, "phone")["fates"]["quiet"]["held"]) == 8


def test_a_text_may_still_be_sent_after_the_room_moved_on_but_not_after_writing_closed():
    room = a_room()
    do(room, "step", to=QUIET)
    do(room, "step", to=ROUND)
    write(room, "late")
    do(room, "close_writing", phase="quiet")
    late = do(room, "text", phase="quiet", text="later", code_hash="a" * 64)
    assert late.outcome is Outcome.NOT_NOW


def test_one_more_minute_lets_texts_in_again():
    room, _ids = written_and_closed(3)
    do(room, "reopen_writing", phase="quiet")
    write(room, "the fourth")
    do(room, "close_writing", phase="quiet")
    assert len(queries.state(room.id, "console")["to_read"]["quiet"]["items"]) == 4


def test_ready_counts_once_per_seat_and_passing_sends_the_same():
    room = a_room()
    do(room, "step", to=QUIET)
    for by in (seat(1), seat(1), seat(2)):
        do(room, "ready", phase="quiet", by=by)
    assert queries.state(room.id, "console")["ready"]["quiet"]["count"] == 2


def test_a_phase_named_by_its_index_is_the_same_phase():
    room = a_room()
    do(room, "step", to=QUIET)
    do(room, "ready", phase="quiet", by=seat(1))
    do(room, "ready", phase=QUIET, by=seat(1))
    assert queries.state(room.id, "console")["ready"]["quiet"]["count"] == 1


def test_i_know_this_has_no_number_before_the_third():
    room, ids = shown()
    for n in range(2):
        do(room, "know", item=str(ids[0]), by=seat(n))
    assert "know" not in kinds(room, "phone")
    do(room, "know", item=str(ids[0]), by=seat(0))
    assert "know" not in kinds(room, "phone")
    do(room, "know", item=str(ids[0]), by=seat(2))
    assert queries.state(room.id, "stage")["know"][str(ids[0])]["count"] == 3


def test_a_text_that_is_not_shown_cannot_be_known():
    room, ids = written_and_closed()
    assert do(room, "know", item=str(ids[0])).outcome is Outcome.NOT_NOW
    assert do(room, "know", item=str(uuid4())).outcome is Outcome.NOT_NOW


def test_everything_hidden_is_answered_with_number_zero():
    room, ids = shown()
    assert do(room, "know", item=str(ids[0])).seq == 0
    do(room, "step", to=ROUND)
    assert do(room, "hand").seq == 0


def test_no_row_joins_words_to_a_seat():
    room = a_room()
    do(room, "step", to=QUIET)
    known = act(room.id, "text", by=seat(7), phase="quiet", text="mine", code_hash="b" * 64)
    from phronesis.commons.rooms.operations import perform
    from phronesis.commons.rooms.operations.acting import digest_of

    perform([known], NOW)
    other = act(room.id, "text", by=seat(8), phase="quiet", text="mine", code_hash="b" * 64)
    assert digest_of(known) == digest_of(other)
