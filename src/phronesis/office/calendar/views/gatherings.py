"""One gathering: when, where, who holds it; and what its members and holders can do."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phronesis import formats
from phronesis.admission.verdicts import Refused
from phronesis.design.views import problem
from phronesis.office.calendar import operations, queries, rules
from phronesis.office.calendar.forms import MoveForm, wall_clock
from phronesis.office.calendar.models import Gathering, Rsvp
from phronesis.office.calendar.queries import Seat
from phronesis.office.people.models import Person


@require_safe
@login_required
def gathering_page(request: HttpRequest, gathering: UUID) -> HttpResponse:
    """The page of a gathering, for members of its circle."""
    return _show(request, _seat_or_404(request, gathering))


@require_POST
@login_required
def answer(request: HttpRequest, gathering: UUID) -> HttpResponse:
    """Say whether one comes."""
    seat = _seat_or_404(request, gathering)
    says = request.POST.get("answer", "")
    if says not in Rsvp.Answer.values:
        return problem(request, 400)
    try:
        operations.answer(gathering, says=says, by=_me(request).pk, at=_now(request))
    except Refused as refusal:
        return _refused(request, seat, refusal)
    return redirect("calendar:gathering", gathering)


@require_POST
@login_required
def stand_by(request: HttpRequest, gathering: UUID) -> HttpResponse:
    """Stand, by name, by a first gathering that is held on a declaration."""
    seat = _seat_or_404(request, gathering)
    try:
        operations.sponsor(gathering, by=_me(request).pk, at=_now(request))
    except Refused as refusal:
        return _refused(request, seat, refusal)
    return redirect("calendar:gathering", gathering)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, gathering: UUID) -> HttpResponse:
    """Move one gathering, or choose the letters of its poster by hand."""
    seat = _seat_or_404(request, gathering)
    found = seat.gathering
    verdict = rules.may_change_gathering(seat, _now(request))
    if not verdict:
        return _refused(request, seat, Refused(verdict.reason))
    if request.method != "POST":
        shown = {**wall_clock(found.starts_at, found.zone), "code": found.code}
        return _change_page(request, seat, shown)
    form = MoveForm(request.POST)
    if not form.is_valid():
        errors = {name: str(sentences[0]) for name, sentences in form.errors.items()}
        return _change_page(request, seat, request.POST, errors, status=422)
    try:
        _change(request, found, form.starts_at(found.zone))
    except Refused as refusal:
        return _change_page(request, seat, request.POST, {"day": refusal.reason}, status=409)
    return redirect("calendar:gathering", gathering)


@require_POST
@login_required
def call_off(request: HttpRequest, gathering: UUID) -> HttpResponse:
    """Call one gathering off."""
    seat = _seat_or_404(request, gathering)
    try:
        operations.call_off(gathering, by=_me(request).pk, at=_now(request))
    except Refused as refusal:
        return _refused(request, seat, refusal)
    return redirect("calendar:gathering", gathering)


def _change(request: HttpRequest, found: Gathering, starts_at: datetime) -> None:
    who, at = _me(request).pk, _now(request)
    code = request.POST.get("code", "")
    if code and code != found.code:
        operations.name_code(found.pk, code, by=who, at=at)
    if starts_at != found.starts_at:
        operations.move(found.pk, starts_at=starts_at, by=who, at=at)


def _show(request: HttpRequest, seat: Seat) -> HttpResponse:
    at, found = _now(request), seat.gathering
    context: dict[str, Any] = {
        "seat": seat,
        "gathering": found,
        "holders": queries.holders(found.pk),
        "over": found.is_over(at) or found.state == Gathering.State.CLOSED,
        "cancelled": found.state == Gathering.State.CANCELLED,
        "may_answer": rules.may_answer(seat, at),
        "may_come": rules.may_take_place(seat, at),
        "may_change": rules.may_change_gathering(seat, at),
        "may_sponsor": rules.may_sponsor_gathering(seat, at),
    }
    if seat.holds or context["may_sponsor"]:
        context |= _opening(request, seat)
    return render(request, "calendar/gathering.html", context)


def _opening(request: HttpRequest, seat: Seat) -> dict[str, Any]:
    """What those who hold it, or may stand by it, see of its opening."""
    at, found = _now(request), seat.gathering
    opening = queries.opening(found.pk, _me(request).pk, at)
    if opening is None:
        return {}
    needed = formats.load(found.format_id, found.format_version).people.facilitator_competences
    return {
        "opening": opening,
        "may_open": rules.may_open_room(opening, frozenset(needed), at),
        "warning": rules.opening_warning(opening),
        "declared": frozenset(needed) - opening.attested,
    }


def _change_page(
    request: HttpRequest,
    seat: Seat,
    shown: Mapping[str, Any],
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"seat": seat, "gathering": seat.gathering, "shown": shown, "errors": errors or {}}
    return render(request, "calendar/change.html", context, status=status)


def _refused(request: HttpRequest, seat: Seat, refusal: Refused) -> HttpResponse:
    return problem(
        request,
        409,
        happened=refusal.reason,
        kept=_("Nothing was lost, and nobody is told."),
        todo=_("The page of the gathering says what is possible now."),
        onward=(
            _("Back to the gathering"),
            reverse("calendar:gathering", args=[seat.gathering.pk]),
        ),
    )


def _seat_or_404(request: HttpRequest, gathering: UUID) -> Seat:
    seat = queries.seat(_me(request).pk, gathering)
    if seat is None:
        raise Http404
    return seat


def _me(request: HttpRequest) -> Person:
    return cast(Person, request.user)


def _now(request: HttpRequest) -> datetime:
    return request.now  # type: ignore[attr-defined, no-any-return]
