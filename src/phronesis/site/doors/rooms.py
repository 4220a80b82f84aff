"""Doors into a room: from a code, from a facilitator's calendar, from the night."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST, require_safe

from phronesis import formats
from phronesis.admission.passes import GatheringFacts
from phronesis.ballot.operations import keys as ballot_keys
from phronesis.commons.rooms import operations as rooms
from phronesis.commons.rooms import queries as in_rooms
from phronesis.commons.rooms import views as pages
from phronesis.commons.rooms.facts import Around, Later
from phronesis.commons.rooms.invitations import Ended
from phronesis.design.formatting import in_days, weekday
from phronesis.design.views import problem
from phronesis.office.calendar import queries as calendar
from phronesis.office.calendar import rules as calendar_rules
from phronesis.office.communities import queries as communities
from phronesis.site import clock
from phronesis.site.doors.asking import moment_of, person_of

SMALL = 20


def find_gathering(code: str) -> GatheringFacts | Ended | None:
    """What the calendar says of a code, for the rooms' own application."""
    facts = calendar.by_code(code)
    if facts is None:
        return None
    at = clock.now()
    if not calendar.has_ended(facts.id, at):
        return facts
    return Ended(_local(facts.ends_at, facts).date(), _next_on(facts, at))


@require_safe
def enter(request: HttpRequest, code: str) -> HttpResponse:
    """`/in/CODE`: what the poster leads to."""
    at = moment_of(request)
    facts = calendar.by_code(code)
    if facts is None:
        return pages.show_no_entry(request, "wrong", code=code)
    around = _around(facts, at)
    if calendar.has_ended(facts.id, at):
        return pages.show_no_entry(request, "ended", code=code, facts=facts, around=around)
    return pages.show_enter(request, facts, around)


@require_safe
def phone(request: HttpRequest, room: UUID) -> HttpResponse:
    facts = _facts_or_404(room)
    return pages.show_phone(request, facts, _around(facts, moment_of(request)))


@login_required
@require_POST
def open_room(request: HttpRequest, room: UUID) -> HttpResponse:
    """Those who hold a gathering open its room, once the rules say yes."""
    facts, opening = _held_or_404(request, room)
    at = moment_of(request)
    needed = _script(facts).people.facilitator_competences
    verdict = calendar_rules.may_open_room(opening, frozenset(needed), at)
    if not verdict and in_rooms.room(room) is None:
        return problem(
            request,
            403,
            happened=verdict.reason,
            kept=_("Nothing was lost, and nobody is told."),
            todo=_("The page of the gathering says what is possible now."),
            onward=(_("Back to the gathering"), reverse("calendar:gathering", args=[room])),
        )
    ballot_keys.make_keys(room)
    rooms.open_room(facts, at)
    return redirect("doors:console", room)


@login_required
@require_safe
def console(request: HttpRequest, room: UUID) -> HttpResponse:
    """The facilitator's page of an open room."""
    return _hold(request, room, "console")


@login_required
@require_safe
def stage(request: HttpRequest, room: UUID) -> HttpResponse:
    """The projector's page of an open room."""
    return _hold(request, room, "stage")


def _hold(request: HttpRequest, room: UUID, view: str) -> HttpResponse:
    facts, _opening = _held_or_404(request, room)
    if in_rooms.room(room) is None:
        return redirect("calendar:gathering", room)
    show = pages.show_console if view == "console" else pages.show_stage
    keys = ballot_keys.make_keys(room)
    around = replace(_around(facts, moment_of(request)), fingerprint=keys.fingerprint)
    response = show(request, facts, around)
    if rooms.cookies.standing(request.COOKIES, room, view) is None:
        name, value = rooms.cookies.issue(room, view)
        response.set_cookie(
            name,
            value,
            max_age=rooms.cookies.LIFETIME,
            httponly=True,
            samesite="Strict",
            secure=settings.HTTPS,
        )
    return response


def _held_or_404(request: HttpRequest, room: UUID) -> tuple[GatheringFacts, calendar.Opening]:
    """The gathering, for those who hold it and belong to its circle; else it is not there."""
    person = person_of(request)
    facts, opening = calendar.facts(room), calendar.opening(room, person, moment_of(request))
    if facts is None or opening is None or not opening.facilitates:
        raise Http404
    if communities.membership_of(person, facts.community) is None:
        raise Http404
    return facts, opening


@require_GET
def circles(request: HttpRequest) -> JsonResponse:
    """Where a kept text could be carried, for the page of the night; empty when signed out."""
    if not request.user.is_authenticated:
        return JsonResponse({"gatherings": []})
    at = moment_of(request)
    found: dict[UUID, Later] = {}
    for facts in calendar.upcoming_for(person_of(request), at):
        if facts.starts_at > at and facts.community not in found:
            found[facts.community] = _later(facts, at)
    return JsonResponse({"gatherings": [later.as_json() for later in found.values()]})


def _around(facts: GatheringFacts, at: datetime) -> Around:
    following = calendar.next_of(facts.community, max(at, facts.ends_at + timedelta(minutes=1)))
    return Around(
        holders=tuple(name.split()[0] for name in facts.facilitators if name.strip()),
        later=_later(following, at) if following else None,
        next_on=_local(following.starts_at, following).date() if following else None,
        afterwards=reverse("doors:after", args=[facts.id]),
    )


def _later(facts: GatheringFacts, at: datetime) -> Later:
    local = _local(facts.starts_at, facts)
    return Later(
        gathering=facts.id,
        title=facts.community_name,
        weekday=weekday(local),
        in_words=in_days((local.date() - _local(at, facts).date()).days),
        who_reads=who_reads(facts, communities.size_of(facts.community)),
        until=facts.starts_at,
    )


def who_reads(facts: GatheringFacts, members: int) -> str:
    """The audience sentence of a carried text: who exactly, how many, and the truth about size."""
    names = _(" and ").join(name.split()[0] for name in facts.facilitators if name.strip())
    sentence = _("the people who come to %(circle)s, and %(names)s, who holds it.")
    if not names:
        sentence = _("the people who come to %(circle)s, and whoever holds it.")
    parts = [sentence % {"circle": facts.community_name, "names": names}]
    if facts.kind == "peers":
        parts.append(_("Not your manager."))
    if members < SMALL:
        belong = ngettext("%(n)d person belongs to it.", "%(n)d people belong to it.", members)
        parts.append(belong % {"n": members})
    parts.append(_("Some of them work with you: write as if one will know it is you."))
    return " ".join(parts)


def _next_on(facts: GatheringFacts, at: datetime) -> date | None:
    following = calendar.next_of(facts.community, at)
    return _local(following.starts_at, following).date() if following else None


def _facts_or_404(gathering: UUID) -> GatheringFacts:
    facts = calendar.facts(gathering)
    if facts is None:
        raise Http404
    return facts


def _script(facts: GatheringFacts) -> formats.Format:
    return formats.load(facts.format_id, facts.format_version)


def _local(moment: datetime, facts: GatheringFacts) -> datetime:
    return moment.astimezone(ZoneInfo(facts.zone))
