"""What can be asked about circles. "Not yours" and "not there" are the same answer."""

from uuid import UUID

from django.db.models import QuerySet

from phronesis.office.communities.models import Membership


def _current() -> QuerySet[Membership]:
    return (
        Membership.objects.filter(left_on__isnull=True)
        .select_related("community", "person")
        .prefetch_related("held")
    )


def membership_of(person: UUID, community: UUID) -> Membership | None:
    """The person's present membership with its roles, or None. Two queries."""
    return _current().filter(person_id=person, community_id=community).first()
