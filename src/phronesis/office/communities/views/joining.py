"""Coming into a circle by its address. What it shows never depends on who belongs to it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from phronesis.admission.verdicts import Refused
from phronesis.office.communities import operations, queries
from phronesis.office.communities.forms import StandingForm
from phronesis.office.communities.models import Community
from phronesis.office.communities.views.entering import signed_in
from phronesis.office.communities.words import kind_words
from phronesis.office.people import consents


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, circle: UUID) -> HttpResponse:
    """Come in, or ask to. By invitation only, and no such circle, are the same answer."""
    person = signed_in(request)
    if queries.membership_of(person.pk, circle):
        return redirect("communities:circle", circle)
    found = queries.joinable(circle)
    if found is None:
        raise Http404
    today = request.now.date()  # type: ignore[attr-defined]
    by_request = found.join_mode == Community.JoinMode.BY_REQUEST
    if by_request and queries.has_asked(person.pk, circle, today):
        return render(request, "communities/asked.html", {"circle": found})
    form = StandingForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, found, form)
    return _come_in(request, found)


def _come_in(request: HttpRequest, found: Community) -> HttpResponse:
    person = signed_in(request)
    agreed = consents.text("joining", get_language() or "en")
    at = request.now  # type: ignore[attr-defined]
    try:
        if found.join_mode == Community.JoinMode.BY_REQUEST:
            operations.ask_to_join(found, person=person, agreed=agreed, at=at)
            return redirect("communities:join", found.pk)
        operations.join(found, person=person, agreed=agreed, at=at)
    except Refused:
        # The way in changed while the page was open: look again.
        return redirect("communities:join", found.pk)
    return redirect("communities:circle", found.pk)


def _page(request: HttpRequest, found: Community, form: StandingForm) -> HttpResponse:
    language = get_language() or "en"
    context = {
        "circle": found,
        "kind": kind_words(found),
        "ground_rules": queries.ground_rules(found, language),
        "charter": queries.charter_lines(queries.present_charter(found.pk)),
        "consent": consents.text("joining", language),
        "by_request": found.join_mode == Community.JoinMode.BY_REQUEST,
        "form": form,
    }
    return render(request, "communities/join.html", context, status=422 if form.errors else 200)
