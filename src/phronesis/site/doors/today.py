"""The first page: signed out, what this is and where to come in; signed in, what is near."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from phronesis.design.jinja import day_clock
from phronesis.office.calendar import queries as calendar
from phronesis.office.commitments import queries as commitments
from phronesis.office.communities import queries as communities
from phronesis.office.communities import rules
from phronesis.site.doors.asking import moment_of, person_of

NEAR = 3


def page(request: HttpRequest) -> HttpResponse:
    """`/`: six queries at most when signed in, none when signed out."""
    if not request.user.is_authenticated:
        return render(request, "site/welcome.html", {})
    at = moment_of(request)
    person = person_of(request)
    circles = communities.circles_of(person)
    context: dict[str, Any] = {
        "circles": [
            {
                "label": membership.community.name,
                "url": reverse("communities:circle", args=[membership.community_id]),
                "note": membership.community.get_kind_display(),
            }
            for membership in circles
        ],
        "near": [
            {
                "label": day_clock(facts.starts_at, facts.zone),
                "url": reverse("calendar:gathering", args=[facts.id]),
                # A round is often called as its circle is: a name is said once.
                "note": " · ".join(
                    dict.fromkeys(p for p in (facts.community_name, facts.title, facts.place) if p)
                ),
            }
            for facts in calendar.upcoming_for(person, at)[:NEAR]
        ],
        "brought": commitments.brought_to(person),
        "may_found": rules.may_found_community(request.user),
    }
    return render(request, "site/today.html", context)
