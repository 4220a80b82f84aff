"""The circle page, and leaving."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from phronesis.admission.verdicts import Refused
from phronesis.design.views import problem
from phronesis.office.communities import operations, queries, rules
from phronesis.office.communities.models import Community
from phronesis.office.communities.views.entering import membership_or_404, signed_in
from phronesis.office.communities.words import kind_words


@login_required
@require_safe
def circle(request: HttpRequest, circle: UUID) -> HttpResponse:
    """The circle as its members see it."""
    return circle_response(request, circle)


def circle_response(
    request: HttpRequest,
    circle: UUID,
    *,
    gatherings: list[dict[str, Any]] | None = None,
    kept: list[dict[str, Any]] | None = None,
) -> HttpResponse:
    """The page, with what a door brings along from elsewhere.

    Parameters
    ----------
    gatherings, kept
        Rows for the two lists: {"label", "url", "note"}; None leaves the list out, an empty
        one says in words that nothing is there yet.

    Raises
    ------
    Http404
        When there is no such circle, or it is not hers.
    """
    page = queries.circle_page(
        signed_in(request).pk,
        circle,
        language=get_language() or "en",
        today=request.now.date(),  # type: ignore[attr-defined]
    )
    if page is None:
        raise Http404
    member = page.membership
    asking = 0
    if member.hosts and page.circle.join_mode == Community.JoinMode.BY_REQUEST:
        asking = queries.waiting_requests(circle, request.now.date()).count()  # type: ignore[attr-defined]
    return render(
        request,
        "communities/circle.html",
        {
            "attests": member.hosts or _is_attested(page),
            "asking": asking,
            "page": page,
            "circle": page.circle,
            "kind": kind_words(page.circle),
            "may_write_charter": rules.may_write_charter(page.membership),
            "may_invite": rules.may_invite(page.membership),
            "gatherings": gatherings,
            "kept": kept,
        },
    )


def _is_attested(page: queries.CirclePage) -> bool:
    """Whether the reader holds the circle and somebody attests something to her."""
    return any(
        row.is_attested
        for facilitator in page.facilitators
        if facilitator.person == page.membership.person_id
        for row in facilitator.competences
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, circle: UUID) -> HttpResponse:
    """Leaving takes one tap here, and nobody is told."""
    membership = membership_or_404(request, circle)
    if request.method != "POST":
        return render(request, "communities/leave.html", {"circle": membership.community})
    operations.leave(membership, at=request.now)  # type: ignore[attr-defined]
    return render(request, "communities/left.html", {"circle": membership.community})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start_anew(request: HttpRequest, circle: UUID) -> HttpResponse:
    """A new name in this circle that nothing connects to the old one."""
    membership = membership_or_404(request, circle)
    at = request.now  # type: ignore[attr-defined]
    if request.method != "POST":
        context = {
            "circle": membership.community,
            "may": rules.may_start_anew(membership, at.date()),
        }
        return render(request, "communities/anew.html", context)
    try:
        operations.start_anew(membership, at=at)
    except Refused as refusal:
        return problem(request, 409, happened=refusal.reason)
    return redirect("communities:circle", circle)
