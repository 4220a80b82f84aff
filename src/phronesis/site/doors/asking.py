"""Who asks, and when: what every door reads from a request."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest


def person_of(request: HttpRequest) -> UUID:
    """The id of who is signed in. Doors that call this require it; otherwise nothing is there."""
    if request.user.pk is None:
        raise Http404
    return request.user.pk


def moment_of(request: HttpRequest) -> datetime:
    """`request.now`, as the middleware read it from the one clock."""
    at: datetime = request.now  # type: ignore[attr-defined]
    return at
