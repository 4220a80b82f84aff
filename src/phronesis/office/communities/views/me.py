"""One's own page: what is known of me, and how to take it along."""

import json
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from phronesis.office.communities import queries
from phronesis.office.communities.views.entering import signed_in
from phronesis.office.people import operations as people
from phronesis.office.people import queries as who
from phronesis.office.people.forms import NameForm
from phronesis.office.people.models import Area, Competence, Person

YEAR = 365 * 24 * 3600
TELL_BEFORE = timedelta(days=60)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Name, language, profession; my circles; what I can do, if I hold one."""
    person = signed_in(request)
    form = NameForm(request.POST or None, initial=_said_of(person))
    if request.method != "POST" or not form.is_valid():
        return _page(request, person, form)
    people.change_person(person, **form.cleaned_data)
    response = redirect(f"{request.path}?saved=1")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        form.cleaned_data["language"],
        max_age=YEAR,
        samesite="Lax",
        secure=settings.HTTPS,
        httponly=True,
    )
    return response


@login_required
@require_http_methods(["POST"])
def declare(request: HttpRequest) -> HttpResponse:
    """I can do this; somebody will have to attest it within thirty days."""
    person = signed_in(request)
    area = request.POST.get("area", "")
    if area in Area.values:
        people.declare_competence(person, area, on=request.now.date())  # type: ignore[attr-defined]
    return redirect("communities:me")


@login_required
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """Everything office knows of me, as a file. What I wrote is not here: it has no name."""
    person = signed_in(request)
    text = json.dumps(_everything(person), ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


def _page(request: HttpRequest, person: Person, form: NameForm) -> HttpResponse:
    memberships = queries.circles_of(person.pk)
    today = request.now.date()  # type: ignore[attr-defined]
    mine = who.own_competences(person.pk)
    context = {
        "form": form,
        "person": person,
        "memberships": memberships,
        "facilitates": any(membership.facilitates for membership in memberships),
        "competences": [(row, _state(row, today)) for row in mine],
        "missing": [a for a in Area.choices if a[0] not in {row.area for row in mine}],
        "professions": who.professions(),
        "saved_just_now": "saved" in request.GET,
    }
    return render(request, "communities/me.html", context, status=422 if form.errors else 200)


def _state(row: Competence, today: date) -> str:
    """Whether it has run out or is about to. Told here, to its owner, and nowhere else."""
    if row.until < today:
        return "over"
    return "soon" if row.until - today <= TELL_BEFORE else "holds"


def _said_of(person: Person) -> dict[str, str]:
    return {
        "name": person.name,
        "language": person.language,
        "profession": person.profession.name if person.profession else "",
    }


def _everything(person: Person) -> dict[str, Any]:
    memberships = person.memberships.select_related("community").prefetch_related("held")
    return {
        **_said_of(person),
        "email": person.email,
        "sign-in name": person.sign_in_name,
        "title": person.title,
        "organisation": person.organisation.name if person.organisation else None,
        "circles": [
            {
                "name": row.community.name,
                "joined": row.joined_on.isoformat(),
                "standing confirmed": _iso(row.standing_confirmed_on),
                "left": _iso(row.left_on),
                "parts": row.roles,
            }
            for row in memberships
        ],
        "asked to come in": [
            {"name": row.community.name, "on": row.asked_on.isoformat()}
            for row in person.requests.select_related("community")
        ],
        "consents": [
            {"text": row.text, "version": row.version, "language": row.language, "hash": row.hash}
            | {"on": row.on.isoformat(), "withdrawn": _iso(row.withdrawn_on)}
            for row in person.consents.all()
        ],
        "competences": [
            {"area": row.area, "basis": row.basis, "until": row.until.isoformat()}
            for row in person.competences.all()
        ],
    }


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
