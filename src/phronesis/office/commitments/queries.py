"""What can be asked about what was brought to those who decide."""

from uuid import UUID

from django.db.models import QuerySet

from phronesis.office.commitments.models import Concern
from phronesis.office.communities import queries as communities


def brought_to(person: UUID) -> tuple[Concern, ...]:
    """What was brought to this person, the latest first. One query."""
    return tuple(_standing().filter(addressed_to=person))


def brought_by(community: UUID) -> tuple[Concern, ...]:
    """What a circle brought, the latest first. One query."""
    return tuple(_standing().filter(community=community))


def concern_for(reader: UUID, concern: UUID) -> Concern | None:
    """One of them, for whom it was brought to or whoever belongs to its circle; else None.

    Three queries at most.
    """
    found = _standing().filter(pk=concern).first()
    if found is None or found.addressed_to_id == reader:
        return found
    return found if communities.membership_of(reader, found.community_id) else None


def _standing() -> QuerySet[Concern]:
    return Concern.objects.filter(taken_back_on__isnull=True).select_related(
        "community", "addressed_to"
    )
