"""Privileged acts on their way to the ledger, which office cannot reach: it comes and fetches."""

from datetime import datetime
from uuid import UUID

from phronesis.office.communities.models import Act


def announce(act: str, *, subject: UUID, community: UUID, by: UUID | None, at: datetime) -> Act:
    """Leave an act for the ledger, inside the transaction of the deed itself."""
    return Act.objects.create(act=act, subject=str(subject), community=community, by=by, at=at)
