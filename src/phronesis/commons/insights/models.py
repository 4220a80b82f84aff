"""What a circle has learned, and the restatements it is still being asked about."""

from uuid import uuid4

from django.db import models
from django.db.models import Q


class Restatement(models.Model):
    """A text the facilitator drafted from what the room wanted to keep.

    At most three per gathering, each with its destination. The words are sealed; no row says
    who drafted it or whose experience it came from.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    gathering = models.UUIDField(db_index=True)
    community = models.UUIDField(db_index=True)
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8)
    destination = models.CharField(max_length=8)
    addressed_to = models.UUIDField(null=True)
    state = models.CharField(max_length=8, default="draft")
    round = models.PositiveSmallIntegerField(default=0)
    body = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "number"], name="insights_restatements_are_numbered"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=3),
                name="insights_at_most_three_restatements",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("insight", "question", "concern")),
                name="insights_a_restatement_is_an_insight_a_question_or_a_concern",
            ),
            models.CheckConstraint(
                condition=Q(destination="circle", addressed_to__isnull=True)
                | Q(destination="leader", addressed_to__isnull=False),
                name="insights_a_leader_is_named_and_a_circle_is_not",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "asked", "went", "stays", "back", "handed")),
                name="insights_a_restatement_is_drafted_asked_or_answered",
            ),
        ]


class Insight(models.Model):
    """Practical wisdom that its circle let go: particulars, reasons, doubt; never a rule.

    `learned_in` is the first day of a month: a lineage without people has no finer date.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    community = models.UUIDField(db_index=True)
    gathering = models.UUIDField()
    kind = models.CharField(max_length=8)
    format_id = models.CharField(max_length=60)
    learned_in = models.DateField()
    body = models.BinaryField()

    class Meta:
        ordering = ["-learned_in", "id"]
