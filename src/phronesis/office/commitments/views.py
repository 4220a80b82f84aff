"""What people see of what was brought to those who decide."""

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from phronesis.office.commitments import queries
from phronesis.office.communities import queries as communities
from phronesis.office.people.models import Person


@require_safe
@login_required
def brought_to_me(request: HttpRequest) -> HttpResponse:
    """What circles brought to whoever is reading."""
    concerns = queries.brought_to(cast(Person, request.user).pk)
    return render(request, "commitments/mine.html", {"concerns": concerns})


@require_safe
@login_required
def brought_by_circle(request: HttpRequest, community: UUID) -> HttpResponse:
    """What a circle brought, for its members."""
    membership = communities.membership_of(cast(Person, request.user).pk, community)
    if membership is None:
        raise Http404
    context = {
        "community": membership.community,
        "concerns": queries.brought_by(community),
    }
    return render(request, "commitments/circle.html", context)


@require_safe
@login_required
def concern_page(request: HttpRequest, concern: UUID) -> HttpResponse:
    """One of them, as it was let go."""
    reader = cast(Person, request.user).pk
    found = queries.concern_for(reader, concern)
    if found is None:
        raise Http404
    context = {"concern": found, "mine": found.addressed_to_id == reader}
    return render(request, "commitments/concern.html", context)
