"""A person's own calendar: a page, a secret address, one entry."""

from datetime import datetime
from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_POST, require_safe

from phronesis.interchange.icalendar import write
from phronesis.office.calendar import letters, operations, queries
from phronesis.office.people.models import Person

CALENDAR = "text/calendar; charset=utf-8"


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """What is near, and how to have it in one's own calendar."""
    return _page(request)


@require_POST
@login_required
def new_address(request: HttpRequest) -> HttpResponse:
    """A new secret address, shown once."""
    secret = operations.make_feed_secret(cast(Person, request.user).pk)
    return _page(request, request.build_absolute_uri(reverse("calendar:feed", args=[secret])))


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar behind a secret address. It says when, and nothing else."""
    at = _now(request)
    found = queries.feed_for(secret, at)
    if found is None:
        raise Http404
    person, gatherings = found
    with translation.override(person.language):
        entries = [letters.entry(one, person, at=at, invited=False) for one in gatherings]
        return HttpResponse(write.feed(entries), content_type=CALENDAR)


@require_safe
@login_required
def one(request: HttpRequest, gathering: UUID) -> HttpResponse:
    """One gathering as protected time, for a calendar that does not subscribe."""
    person = cast(Person, request.user)
    seat = queries.seat(person.pk, gathering)
    if seat is None:
        raise Http404
    entry = letters.entry(seat.gathering, person, at=_now(request), invited=False)
    response = HttpResponse(write.feed([entry]), content_type=CALENDAR)
    response["Content-Disposition"] = 'attachment; filename="protected-time.ics"'
    return response


def _page(request: HttpRequest, address: str = "") -> HttpResponse:
    near = queries.upcoming_for(cast(Person, request.user).pk, _now(request))
    return render(request, "calendar/mine.html", {"near": near, "address": address})


def _now(request: HttpRequest) -> datetime:
    return request.now  # type: ignore[attr-defined, no-any-return]
