"""What happens to what was brought to those who decide."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from phronesis.office.commitments.models import Concern

OFFICE = "default"


def deliver(  # noqa: PLR0913 -- the five parts of a restatement, each by its name
    concern: UUID,
    *,
    community: UUID,
    addressed_to: UUID,
    sentence: str,
    situation: str = "",
    carried_by: str = "",
    would_change: str = "",
    promise_version: int = 1,
    at: datetime,
) -> bool:
    """Lay a restatement that went before the person it is for.

    Whether it was new: delivered again under the same id, whatever the words, it changes
    nothing.
    """
    with transaction.atomic(using=OFFICE):
        _row, made = Concern.objects.get_or_create(
            pk=concern,
            defaults={
                "community_id": community,
                "addressed_to_id": addressed_to,
                "sentence": sentence,
                "situation": situation,
                "carried_by": carried_by,
                "would_have_to_change": would_change,
                "delivered_on": at.date(),
                "promise_version": promise_version,
            },
        )
    return made


def take_back(concern: UUID, *, at: datetime) -> bool:
    """Erase the words of a concern that was asked back. Whether there was something to erase."""
    with transaction.atomic(using=OFFICE):
        erased = Concern.objects.filter(pk=concern, taken_back_on__isnull=True).update(
            sentence="",
            situation="",
            carried_by="",
            would_have_to_change="",
            taken_back_on=at.date(),
        )
    return erased == 1
