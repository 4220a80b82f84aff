"""What is true of the calendar: rhythms, gatherings, and what goes with them.

Nobody's coming or not coming is kept here: an answer to "do you come?" goes a day after the
gathering, and no attendance of a dialogue is ever written down.
"""

from datetime import date, datetime, time
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from phronesis.office.calendar.rhythm import Rhythm
from phronesis.office.communities.models import Community


class Series(models.Model):
    """A format on the calendar of one community.

    `times` are local wall times taken in turn, as "14:15" or "14:15 07:40". `weeks` and `nth`
    say the rule as `rhythm.Rhythm` reads it. `lead_days`: how long before a gathering its
    invitation goes out. `late_hours`: how long after it late voices are heard.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="series")
    title = models.CharField(max_length=120)
    format_id = models.CharField(max_length=80)
    format_version = models.PositiveIntegerField()
    weeks = models.PositiveSmallIntegerField(default=1)
    nth = models.SmallIntegerField(default=0)
    first_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    times = models.CharField(max_length=60)
    zone = models.CharField(max_length=64)
    minutes = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=120, blank=True)
    meeting_link = models.URLField(max_length=400, blank=True)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    late_hours = models.PositiveSmallIntegerField(default=0)
    letting_go = models.BooleanField(default=True)
    lead_days = models.PositiveSmallIntegerField(default=14)
    filled_until = models.DateTimeField(null=True, blank=True)
    facilitators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="SeriesFacilitator", related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(nth=0, weeks__gte=1) | Q(nth__in=[-1, 1, 2, 3, 4]),
                name="calendar_series_meets_by_weeks_or_by_month",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=600),
                name="calendar_series_lasts_up_to_ten_hours",
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=1),
                name="calendar_series_has_room_for_someone",
            ),
        ]

    @property
    def rhythm(self) -> Rhythm:
        return Rhythm(
            first_on=self.first_on,
            times=tuple(time.fromisoformat(part) for part in self.times.split()),
            zone=self.zone,
            weeks=self.weeks,
            nth=self.nth,
        )

    def meets_on(self, day: date) -> bool:
        """Whether the series has not ended before `day`."""
        return self.ends_on is None or day <= self.ends_on


class SeriesFacilitator(models.Model):
    """Who holds the gatherings of a series, unless one of them says otherwise."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    series = models.ForeignKey(Series, on_delete=models.CASCADE)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "person"], name="calendar_series_is_held_once_by_each"
            )
        ]


class Gathering(models.Model):
    """One coming together. `occurs_on` is its date by the rule, kept when it is moved.

    `sequence` rises with every change of its hours, so that calendars follow.
    """

    class State(models.TextChoices):
        PLANNED = "planned"
        CANCELLED = "cancelled"
        CLOSED = "closed"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="gatherings")
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="gatherings")
    title = models.CharField(max_length=120)
    code = models.CharField(max_length=6, unique=True)
    occurs_on = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    place = models.CharField(max_length=120, blank=True)
    meeting_link = models.URLField(max_length=400, blank=True)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    format_id = models.CharField(max_length=80)
    format_version = models.PositiveIntegerField()
    facilitators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="GatheringFacilitator", related_name="+"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    closed_at = models.DateTimeField(null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    invited = models.IntegerField(default=-1, help_text="the sequence last put into the outbox")

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [
            # The next of a community, and what a tick has to look at.
            models.Index(fields=["community", "starts_at"], name="calendar_next_of_community"),
            models.Index(fields=["state", "ends_at"], name="calendar_state_and_end"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "occurs_on"], name="calendar_a_rule_makes_one_gathering_a_day"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="calendar_gathering_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at__isnull=True)),
                name="calendar_gathering_closed_means_at_some_time",
            ),
        ]

    def is_over(self, at: datetime) -> bool:
        """Whether its hours have passed."""
        return self.ends_at <= at


class GatheringFacilitator(models.Model):
    """Who holds this gathering."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "person"], name="calendar_gathering_is_held_once_by_each"
            )
        ]


class Sponsorship(models.Model):
    """Somebody with a name stands by a first gathering that is held on a declaration."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    gathering = models.OneToOneField(
        Gathering, on_delete=models.CASCADE, related_name="sponsorship"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()


class Rsvp(models.Model):
    """An answer to "do you come?". Erased 24 hours after the gathering."""

    class Answer(models.TextChoices):
        YES = "yes"
        LATE = "late"
        NO = "no"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="rsvps")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=4, choices=Answer.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "person"], name="calendar_each_answers_once"
            )
        ]


class LettingGo(models.Model):
    """The hours in which a gathering's texts wait for everybody's word.

    Times stand here and nowhere else; what is asked and answered stands in other planes.
    Round 0 is the first asking; 1 and 2 follow a rewording.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        OPEN = "open"
        CLOSED = "closed"
        SETTLED = "settled"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="letting_go")
    round = models.PositiveSmallIntegerField(default=0)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)

    class Meta:
        ordering = ["opens_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "round"], name="calendar_one_letting_go_per_round"
            ),
            models.CheckConstraint(
                condition=Q(round__lte=2), name="calendar_asked_three_times_at_most"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="calendar_letting_go_takes_time"
            ),
        ]


class FeedSecret(models.Model):
    """The secret in a person's calendar address. Only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    hash = models.CharField(max_length=64, unique=True)


class Mail(models.Model):
    """A letter that is to go out: written before it is sent, marked after.

    `tries` counts the times it was handed to the mail server without our knowing the end of
    it. `until` is when it stops being true. Nothing of its words is kept.
    """

    class Kind(models.TextChoices):
        MAY_WAIT = "may-wait"
        CALENDAR = "calendar"

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        DROPPED = "dropped"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    turn = models.PositiveIntegerField(
        default=0, help_text="the round of letting go, or the sequence of the calendar entry"
    )
    due_at = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    taken_until = models.DateTimeField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"], name="calendar_mail_that_is_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "gathering", "kind", "turn"],
                name="calendar_each_letter_is_written_once",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", done_on__isnull=True)
                | (~Q(state="waiting") & Q(done_on__isnull=False)),
                name="calendar_letter_done_means_on_some_day",
            ),
        ]
