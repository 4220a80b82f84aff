"""A circle's calendar, and putting a format on it in five minutes."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from phronesis import formats
from phronesis.design.views import problem
from phronesis.office.calendar import operations, queries, rhythm, rules
from phronesis.office.calendar.forms import RHYTHMS, SeriesForm
from phronesis.office.calendar.operations import SeriesPlan
from phronesis.office.calendar.rhythm import Rhythm
from phronesis.office.communities import queries as communities
from phronesis.office.communities.models import Membership
from phronesis.office.people.models import Person

NEXT = 8
FAR = timedelta(days=800)
COMFORTABLE = {"rhythm": "2", "time": "14:15", "minutes": "60"}


@require_safe
@login_required
def calendar(request: HttpRequest, community: UUID) -> HttpResponse:
    """The circle's gatherings that are near."""
    membership = _membership_or_404(request, community)
    person = cast(Person, request.user)
    near = [
        gathering
        for gathering in queries.upcoming_for(person.pk, _now(request))
        if gathering.community == community
    ]
    context = {
        "community": membership.community,
        "near": near,
        "may_schedule": rules.may_schedule_series(membership),
    }
    return render(request, "calendar/circle.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_series(request: HttpRequest, community: UUID) -> HttpResponse:
    """Format, rhythm, time, place; then the next eight dates; then it stands."""
    membership = _membership_or_404(request, community)
    verdict = rules.may_schedule_series(membership)
    if not verdict:
        return problem(request, 403, happened=verdict.reason)
    if request.method != "POST":
        return _editor(request, membership, _suggested(membership))
    form = _form(request, membership)
    if not form.is_valid():
        errors = {name: str(sentences[0]) for name, sentences in form.errors.items()}
        return _editor(request, membership, _typed(request), errors=errors, status=422)
    if "save" not in request.POST:
        return _editor(request, membership, _typed(request), plan=form.plan())
    operations.schedule_series(form.plan(), by=membership, at=_now(request))
    return redirect("calendar:calendar", community)


def next_dates(plan: SeriesPlan, at: datetime) -> list[datetime]:
    """When the first eight gatherings of a plan begin."""
    rule = Rhythm(plan.first_on, plan.times, plan.zone, plan.weeks, plan.nth)
    ahead = rhythm.occurrences(rule, after=at, until=at + FAR)
    return [occurrence.starts_at for occurrence in islice(ahead, NEXT)]


def _editor(
    request: HttpRequest,
    membership: Membership,
    shown: Mapping[str, Any],
    *,
    errors: Mapping[str, str] | None = None,
    plan: SeriesPlan | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "community": membership.community,
        "format_options": [(one, title) for one, title, _version in _formats()],
        "rhythms": RHYTHMS,
        "holder_options": [
            {"value": str(person), "label": name} for person, name in _holders(membership)
        ],
        "shown": shown,
        "errors": errors or {},
        "dates": next_dates(plan, _now(request)) if plan else [],
    }
    return render(request, "calendar/series.html", context, status=status)


def _form(request: HttpRequest, membership: Membership) -> SeriesForm:
    return SeriesForm(
        request.POST,
        formats=_formats(),
        holders=_holders(membership),
        zone=membership.community.zone,
        at=_now(request),
    )


def _suggested(membership: Membership) -> dict[str, Any]:
    """What the editor shows first: whoever opens it holds it, if she may hold a round."""
    mine = [str(membership.person_id)] if membership.facilitates else []
    return {**COMFORTABLE, "title": membership.community.name, "holders": mine}


def _typed(request: HttpRequest) -> dict[str, Any]:
    return {**request.POST.dict(), "holders": request.POST.getlist("holders")}


def _formats() -> list[tuple[str, str, int]]:
    language = get_language() or "en"
    return [(one.id, one.text(language).title, one.version) for one in formats.all_formats()]


def _holders(membership: Membership) -> list[tuple[UUID, str]]:
    """Those of the circle who may hold a round, by name."""
    return list(queries.may_hold(membership.community_id))


def _membership_or_404(request: HttpRequest, community: UUID) -> Membership:
    membership = communities.membership_of(cast(Person, request.user).pk, community)
    if membership is None:
        raise Http404
    return membership


def _now(request: HttpRequest) -> datetime:
    return request.now  # type: ignore[attr-defined, no-any-return]
