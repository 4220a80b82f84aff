"""What the tables themselves could tell: their order, their times, their constraints."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connections, models, transaction

from phronesis.commons.rooms.models import Act, Carried, Contribution, Hand, LogEntry, Mark, Room

from .a_room import a_room

pytestmark = pytest.mark.django_db
ORDER_FREE = (Contribution, Carried, Mark, Act)


@pytest.mark.sqlite_only  # PostgreSQL has no row ids
@pytest.mark.parametrize("model", ORDER_FREE)
def test_tables_of_words_and_marks_keep_no_order(model):
    with connections["commons"].cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [model._meta.db_table])
        assert cursor.fetchone()[0].endswith("WITHOUT ROWID")


def test_only_the_room_itself_has_times():
    for model in (*ORDER_FREE, LogEntry, Hand):
        assert not [f for f in model._meta.fields if isinstance(f, models.DateField)]
    times = {f.name for f in Room._meta.fields if isinstance(f, models.DateField)}
    assert times == {"opened_at", "phase_opened_at", "closes_by", "closed_at", "erase_on"}


def test_no_row_of_words_has_a_seat():
    for model in (*ORDER_FREE, LogEntry):
        assert "seat" not in {field.name for field in model._meta.fields}


def a_text(room, **other):
    told = {
        "phase": "quiet",
        "kind": "text",
        "state": "waiting",
        "code_hash": "a" * 64,
        "body": b"x",
    }
    return Contribution(id=uuid4(), room=room, **(told | other))


@pytest.mark.parametrize(
    ("row", "constraint"),
    [
        (lambda room: a_text(room, code_hash=""), "rooms_a_text_can_be_taken_back_by_its_code"),
        (lambda room: a_text(room, state="lost"), "rooms_contribution_waits_is_shown"),
        (lambda room: a_text(room, state="held"), "rooms_what_is_held_has_a_reason"),
        (
            lambda room: LogEntry(room=room, view="console", seq=1, kind="x"),
            "rooms_every_view_counts_its_own_frames|UNIQUE constraint failed",
        ),
        (
            lambda room: LogEntry(room=room, view="all", seq=9, kind="x"),
            "rooms_log_has_three_views",
        ),
        (lambda room: LogEntry(room=room, view="stage", seq=0, kind="x"), "rooms_log_counts_from"),
        (lambda room: Mark(mark="m", room=room, kind="seen", subject="x"), "rooms_marks_are"),
        (
            lambda room: Hand(id=uuid4(), room=room, seat="s", number=1, state="gone"),
            "rooms_hand_waits",
        ),
    ],
)
def test_the_database_keeps_what_must_never_be_false(row, constraint):
    room = a_room()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(using="commons"):
        type(row(room)).objects.bulk_create([row(room)])


def test_one_hand_is_next():
    room = a_room()
    with (
        pytest.raises(IntegrityError, match=r"rooms_one_hand_is_next|UNIQUE"),
        transaction.atomic(using="commons"),
    ):
        Hand.objects.bulk_create(
            [Hand(id=uuid4(), room=room, seat=str(n), number=n, state="next") for n in (1, 2)]
        )
