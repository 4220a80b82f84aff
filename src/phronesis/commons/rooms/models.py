"""What is true in a live room.

No row says who wrote a text, nor when: words carry the hash of a code that only their
writer's phone holds, and nothing else. Seats stand on hands alone. The only times are the
room's own. Words lie in sealed bodies, whose keys lie in the vault.
"""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

VIEWS = ("console", "phone", "stage")
HASH = 64  # hexadecimal SHA-256


class Room(models.Model):
    """A gathering while it happens. Its id is the gathering's own.

    `progress` holds, per phase id, what the phase has come to: `writing` ("open", "closed" or
    "shown"), and the counts `written` and `ready`. `said` counts the frames of each view.
    """

    id = models.UUIDField(primary_key=True)
    community = models.UUIDField()
    code = models.CharField(max_length=12, db_index=True)
    word = models.CharField(max_length=4)
    format_id = models.CharField(max_length=60)
    format_version = models.PositiveSmallIntegerField()
    capacity = models.PositiveIntegerField(null=True)
    come_in = models.PositiveIntegerField(default=0)
    phase = models.PositiveSmallIntegerField(default=0)
    progress = models.JSONField(default=dict)
    paused = models.BooleanField(default=False)
    harm = models.BooleanField(null=True)
    slips = models.PositiveIntegerField(default=0)
    console_said = models.PositiveIntegerField(default=0)
    phone_said = models.PositiveIntegerField(default=0)
    stage_said = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    phase_opened_at = models.DateTimeField()
    closes_by = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    erase_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="rooms_room_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(come_in__lte=F("capacity")),
                name="rooms_no_more_come_in_than_fit",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class LogEntry(models.Model):
    """One frame of one view: ids and counts, never words. Each view counts from one."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="log")
    view = models.CharField(max_length=8)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    phase = models.CharField(max_length=60, blank=True)
    ref = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["room", "view", "seq"], name="rooms_every_view_counts_its_own_frames"
            ),
            models.CheckConstraint(condition=Q(view__in=VIEWS), name="rooms_log_has_three_views"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="rooms_log_counts_from_one"),
        ]


class Contribution(models.Model):
    """Words of the room: somebody's text, or a sentence the room keeps.

    The table is kept without any order. `id` is made here, from no phone's.
    `leaving` says that its writer took it back; it goes at the next slot, so that the hour says
    nothing about who.
    """

    id = models.UUIDField(primary_key=True)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="contributions")
    phase = models.CharField(max_length=60)
    kind = models.CharField(max_length=4)
    state = models.CharField(max_length=9)
    reason = models.CharField(max_length=20, blank=True)
    code_hash = models.CharField(max_length=HASH, blank=True, db_index=True)
    body = models.BinaryField()
    carried = models.BooleanField(default=False)
    leaving = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="text", code_hash__gt="") | Q(kind="keep", code_hash=""),
                name="rooms_a_text_can_be_taken_back_by_its_code",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "shown", "held", "withdrawn")),
                name="rooms_contribution_waits_is_shown_held_or_withdrawn",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(reason__gt=""),
                name="rooms_what_is_held_has_a_reason",
            ),
        ]


class Act(models.Model):
    """That an act was taken, so that sending it again changes nothing.

    `digest` is an HMAC of what was sent, emptied when the words are taken back. No seat, no
    time, no order.
    """

    id = models.UUIDField(primary_key=True)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="acts")
    digest = models.CharField(max_length=HASH, blank=True)
    seq = models.PositiveIntegerField(default=0)
    hand = models.UUIDField(null=True)


class Mark(models.Model):
    """That a seat did something that counts once: was ready, knows this.

    The key is HMAC(mark key, room ‖ seat ‖ kind ‖ subject): a seat cannot be read from it.
    """

    mark = models.CharField(primary_key=True, max_length=HASH)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="marks")
    kind = models.CharField(max_length=5)
    subject = models.CharField(max_length=60)

    class Meta:
        indexes = [models.Index(fields=["room", "subject"], name="rooms_marks_by_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=("ready", "know")), name="rooms_marks_are_ready_or_know"
            )
        ]


class Hand(models.Model):
    """A raised hand. Hands have seats, and an order, because their people are seen anyway."""

    id = models.UUIDField(primary_key=True)
    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="hands")
    seat = models.CharField(max_length=32)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=7)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "number"], name="rooms_hands_have_an_order"),
            models.UniqueConstraint(
                fields=["room", "seat"],
                condition=Q(state="waiting"),
                name="rooms_one_waiting_hand_per_seat",
            ),
            models.UniqueConstraint(
                fields=["room"], condition=Q(state="next"), name="rooms_one_hand_is_next"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "next", "spoken", "down")),
                name="rooms_hand_waits_is_next_has_spoken_or_is_down",
            ),
        ]


class Carried(models.Model):
    """A text on its way to a gathering: sealed, unread, to be taken back by its code."""

    code_hash = models.CharField(primary_key=True, max_length=HASH)
    gathering = models.UUIDField(db_index=True)
    sealed = models.BinaryField()
