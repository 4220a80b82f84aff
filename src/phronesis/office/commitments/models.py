"""What the circles brought to those who decide."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from phronesis.office.communities.models import Community


class Concern(models.Model):
    """Something for those who decide, as the people who were there let it go.

    Its id is the restatement's, so that delivering it again changes nothing. The words are
    public by consent: they stand here as they were let go, and nothing else does. Taken back,
    the words go and the row stays: it keeps them from being delivered once more.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    community = models.ForeignKey(Community, on_delete=models.PROTECT, related_name="concerns")
    addressed_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="concerns"
    )
    sentence = models.TextField(max_length=1000, blank=True)
    situation = models.TextField(max_length=1000, blank=True)
    carried_by = models.TextField(max_length=600, blank=True)
    would_have_to_change = models.TextField(max_length=600, blank=True)
    delivered_on = models.DateField()
    promise_version = models.PositiveSmallIntegerField(default=1)
    taken_back_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-delivered_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_back_on__isnull=True) & ~Q(sentence="")
                | Q(
                    taken_back_on__isnull=False,
                    sentence="",
                    situation="",
                    carried_by="",
                    would_have_to_change="",
                ),
                name="commitments_concern_says_something_until_taken_back",
            )
        ]
