"""Hubs, limits and cookies: what needs neither server nor database."""

import asyncio
import json
from uuid import uuid4

import pytest

from phronesis.commons.rooms.frames import Said, fold
from phronesis.commons.rooms.hub import Hub, Stream, View
from phronesis.commons.rooms.limits import Bucket, Buckets
from phronesis.commons.rooms.operations import cookies


def said(seq: int, view: str = "phone", kind: str = "pause") -> Said:
    return Said(view, seq, json.dumps({"seq": seq, "kind": kind, "on": True}).encode())


def a_view(*seqs: int) -> View:
    view = View()
    for seq in seqs:
        view.hear(seq, said(seq).data)
    return view


def test_frames_may_come_in_any_order_and_twice():
    view = a_view(2, 1, 1, 4, 2, 3)
    assert [json.loads(data)["seq"] for data in view.data] == [1, 2, 3, 4]


def test_a_hole_is_not_told():
    view = a_view(1, 3)
    assert view.last == 1
    assert b"id: 3" not in view.after(0)


def test_every_stream_at_the_same_place_is_given_the_same_object():
    view = a_view(1, 2, 3)
    one, other = Stream(view, 1), Stream(view, 1)
    assert one.next() is other.next()


def test_a_stream_keeps_a_number_and_no_queue():
    view = a_view(1)
    stream = Stream(view, 0)
    assert stream.next().count(b"id: ") == 1
    for seq in range(2, 500):
        view.hear(seq, said(seq).data)
    assert set(Stream.__slots__) == {"dropped", "gone", "seen", "since", "task", "view"}
    assert stream.next().count(b"id: ") == 498
    assert stream.next() == b""


def test_a_number_from_the_future_begins_again():
    assert Stream(a_view(1, 2), 99).next().count(b"id: ") == 2
    assert Stream(a_view(1, 2), -1).seen == 0


def test_views_of_one_room_keep_their_own_time():
    async def listen() -> tuple[bool, bool]:
        hub = Hub(uuid4())
        for view in hub.views.values():
            view.join(Stream(view, 0))
        waiting = {
            name: asyncio.create_task(hub.views[name].change()) for name in ("console", "phone")
        }
        await asyncio.sleep(0)
        hub.hear([said(1, "console")])
        await asyncio.sleep(0.3)
        told = waiting["console"].done(), waiting["phone"].done()
        for task in waiting.values():
            task.cancel()
        hub.stop()
        return told

    assert asyncio.run(listen()) == (True, False)


def test_who_takes_nothing_is_dropped():
    async def hold() -> bool:
        view = View()
        task = asyncio.create_task(asyncio.sleep(60))
        stream = Stream(view, 0, task)
        stream.since = -1000.0
        view.streams.add(stream)
        view._drop_slow()
        await asyncio.gather(task, return_exceptions=True)
        return stream.dropped and task.cancelled()

    assert asyncio.run(hold())


def test_a_bucket_gives_back_with_time():
    now = [0.0]
    bucket = Bucket(3, 1.0, clock=lambda: now[0])
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]
    now[0] = 1.0
    assert [bucket.take() for _ in range(2)] == [True, False]
    now[0] = 100.0
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]


def test_buckets_forget_the_longest_unused():
    buckets = Buckets(1, 0.001, keys=2)
    assert [buckets.take(key) for key in ("a", "a", "b", "c", "a")] == [
        True,
        False,
        True,
        True,
        True,
    ]


def test_a_cookie_proves_one_standing_in_one_room():
    room = uuid4()
    name, value = cookies.issue(room, "console")
    jar = {name: value}
    assert cookies.standing(jar, room, "console").standing == "console"
    assert cookies.standing(jar, room, "phone") is None
    assert cookies.standing({cookies.name(room, "phone"): value}, room, "phone") is None
    assert cookies.standing(jar, uuid4(), "console") is None


@pytest.mark.parametrize("value", ["", "x", "é", "=" * 50, "A" * 87, "A" * 10_000])
def test_nonsense_is_no_cookie(value):
    assert cookies.check(value, uuid4()) is None


def test_there_is_no_other_standing():
    with pytest.raises(ValueError, match="not in"):
        cookies.issue(uuid4(), "owner")


def test_texts_read_in_two_parts_are_folded_into_one_list():
    first = {"seq": 1, "kind": "to_read", "phase": "quiet", "items": [{"id": "a"}]}
    more = {"seq": 2, "kind": "to_read", "phase": "quiet", "items": [{"id": "a"}, {"id": "b"}]}
    items = fold([first, more])["to_read"]["quiet"]["items"]
    assert [item["id"] for item in items] == ["a", "b"]
