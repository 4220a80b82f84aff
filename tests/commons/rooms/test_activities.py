"""Each activity by itself: which acts it allows and which frames it makes. No database."""

import pytest

from phronesis import formats
from phronesis.commons.rooms import activities
from phronesis.commons.rooms.activities import (
    arrive,
    close,
    keep,
    round_of_hands,
    silent_writing,
    solution,
)
from phronesis.commons.rooms.acts import REASONS, SHAPES
from phronesis.formats.model import ACTIVITIES


def views(frames):
    return [frame.view for frame in frames]


def test_every_activity_a_format_may_name_is_here():
    assert set(activities.ACTS) == set(ACTIVITIES)
    for script in formats.all_formats():
        assert {phase.activity for phase in script.phases} <= set(activities.ACTS)


def test_every_act_belongs_somewhere():
    anywhere = activities.ALWAYS.union(*activities.ACTS.values())
    assert anywhere == set(SHAPES)


@pytest.mark.parametrize(
    ("activity", "kind", "allowed"),
    [
        ("arrive", "hand", False),
        ("arrive", "step", True),
        ("silent-writing", "text", True),
        ("silent-writing", "hand", False),
        ("round", "hand", True),
        ("round", "know", True),
        ("dialogue", "next_hand", True),
        ("dialogue", "harm", False),
        ("solution", "harm", True),
        ("keep", "keep", True),
        ("round", "keep", False),
        ("close", "keep", True),
        ("close", "close", True),
        ("unknown", "hand", False),
    ],
)
def test_what_an_activity_allows(activity, kind, allowed):
    assert activities.allows(activity, kind) is allowed


def test_only_numbers_reach_the_console_while_people_write():
    for frame in (*silent_writing.ready("quiet", 3), *silent_writing.written("quiet", 4)):
        assert (frame.view, set(frame.ref)) == ("console", {"count"})


def test_texts_to_read_go_to_the_console_alone():
    assert views(silent_writing.to_read("quiet", [("a", False)])) == ["console"]


def test_a_wall_is_mixed_and_the_same_for_all_three():
    items = [str(n) for n in range(60)]
    frames = silent_writing.wall("quiet", items)
    assert views(frames) == ["console", "phone", "stage"]
    assert {tuple(frame.ref["items"]) for frame in frames} == {tuple(frames[0].ref["items"])}
    assert sorted(frames[0].ref["items"]) == sorted(items)
    assert frames[0].ref["items"] != items


@pytest.mark.parametrize(("held", "length"), [(0, 8), (1, 8), (7, 8), (8, 8), (9, 16), (17, 24)])
def test_fates_come_in_eights(held, length):
    real = [(f"{n:064x}", "place") for n in range(held)]
    (frame,) = silent_writing.fates("quiet", real)
    listed = [tuple(entry) for entry in frame.ref["held"]]
    assert frame.view == "phone"
    assert len(listed) == length
    assert set(real) <= set(listed)
    assert {reason for _code, reason in listed} <= set(REASONS)


@pytest.mark.parametrize(("count", "told"), [(1, 0), (2, 0), (3, 3), (4, 3)])
def test_i_know_this_is_told_from_three(count, told):
    assert len(silent_writing.know("a", count)) == told


def test_the_word_and_the_slips_never_go_to_a_phone():
    assert views(arrive.word("1234")) == views(arrive.slips(3)) == ["console", "stage"]


def test_hands_are_counted_for_the_console_and_named_to_the_phones():
    assert views(round_of_hands.hands(2)) == ["console"]
    assert views(round_of_hands.next_hand("x")) == ["phone"]


def test_harm_is_for_the_console_and_the_rest_for_all():
    assert views(solution.harm(answer=False)) == ["console"]
    assert len(keep.kept("x")) == len(close.closed()) == 3
