"""How a view gets to a membership: one door, and no way to tell "not yours" from "not there"."""

from uuid import UUID

from django.http import Http404, HttpRequest

from phronesis.office.communities import queries
from phronesis.office.communities.models import Membership
from phronesis.office.people.models import Person


def signed_in(request: HttpRequest) -> Person:
    """The caller, behind `login_required`.

    Raises
    ------
    Http404
        When nobody is signed in.
    """
    person = request.user
    if not isinstance(person, Person):
        raise Http404
    return person


def membership_or_404(request: HttpRequest, circle: UUID) -> Membership:
    """The caller's membership.

    Raises
    ------
    Http404
        When there is no such circle, or it is not hers.
    """
    person = request.user.pk
    membership = queries.membership_of(person, circle) if person else None
    if membership is None:
        raise Http404
    return membership


def host_or_404(request: HttpRequest, circle: UUID) -> Membership:
    """The same, for pages that only hosts have."""
    membership = membership_or_404(request, circle)
    if not membership.hosts:
        raise Http404
    return membership
