"""The circle's page with what commons brings to it: its gatherings, and what it keeps."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from phronesis import formats
from phronesis.admission import desk
from phronesis.commons.insights import queries as insights
from phronesis.commons.insights import rules
from phronesis.design.jinja import day_clock
from phronesis.office.calendar import queries as calendar
from phronesis.office.communities import queries as communities
from phronesis.office.communities.views import circle_response
from phronesis.site.doors.asking import moment_of, person_of

NEAR = 4


@login_required
@require_safe
def circle(request: HttpRequest, circle: UUID) -> HttpResponse:
    """The circle as its members see it: what is near, what it keeps."""
    if communities.membership_of(person_of(request), circle) is None:
        raise Http404
    return circle_response(request, circle, gatherings=_near(request, circle), kept=_kept(circle))


@login_required
@require_safe
def insight(request: HttpRequest, circle: UUID, insight: UUID) -> HttpResponse:
    """One thing a circle learned, with where it came from; for its members."""
    holder = desk.pass_for(person_of(request), circle)
    found = insights.insight(circle, insight) if holder else None
    if holder is None or found is None or not rules.may_read_insights(holder, circle):
        raise Http404
    membership = communities.membership_of(person_of(request), circle)
    context = {
        "insight": found,
        "circle": membership.community if membership else None,
        "format_title": format_title(found.format_id),
    }
    return render(request, "insights/insight.html", context)


def format_title(format_id: str) -> str:
    """The format's name in the reader's language; its id when it is not on the shelf any more."""
    try:
        return formats.load(format_id).text(get_language() or "en").title
    except formats.UnknownFormatError:
        return format_id


def _near(request: HttpRequest, circle: UUID) -> list[dict[str, Any]]:
    upcoming = calendar.upcoming_for(person_of(request), moment_of(request))
    return [
        {
            "label": day_clock(facts.starts_at, facts.zone),
            "url": reverse("calendar:gathering", args=[facts.id]),
            "note": " · ".join(
                part for part in (facts.title, facts.place) if part and part != facts.community_name
            ),
        }
        for facts in upcoming
        if facts.community == circle
    ][:NEAR]


def _kept(circle: UUID) -> list[dict[str, Any]]:
    return [
        {
            "label": kept.text.title,
            "url": reverse("doors:insight", args=[circle, kept.id]),
            "note": kept.text.situation,
        }
        for kept in insights.insights_of(circle)
    ]
