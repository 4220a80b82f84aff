"""The ledger of privileged acts. It lives in office: power is logged, members are not."""

from uuid import uuid4

from django.db import models


class Entry(models.Model):
    """One privileged act, chained to the one before by its hash.

    It carries ids and counts, never what somebody said, and outlives what it describes:
    hence no foreign keys.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.PositiveBigIntegerField(unique=True)
    community = models.UUIDField(null=True, db_index=True)
    act = models.CharField(max_length=60)
    actor = models.UUIDField(null=True)
    subject = models.CharField(max_length=120)
    at = models.DateTimeField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["number"]
