"""What people see of the look itself: the gallery, pages for what went wrong, languages."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from phronesis.design import problems

YEAR = 365 * 24 * 3600
LIGHTS = ("day", "dusk")


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state; `?light=dusk` shows the light of the night page."""
    light = request.GET.get("light", "day")
    return render(
        request,
        "design/gallery.html",
        {
            "theme": "dusk" if light == "dusk" else "",
            "noon": datetime(2026, 6, 11, 13, 15, tzinfo=UTC),
            "ends": datetime(2026, 6, 11, 13, 15, tzinfo=UTC) + timedelta(minutes=20),
            "problem_statuses": sorted(problems.STATUSES),
        },
    )


@require_safe
def example_problem(request: HttpRequest, status: int) -> HttpResponse:
    """One problem page as the gallery shows it: the real page, the real status."""
    if status not in problems.STATUSES:
        raise Http404
    return problem(request, status)


def problem(
    request: HttpRequest,
    status: int,
    *,
    happened: str | None = None,
    kept: str | None = None,
    todo: str | None = None,
    onward: tuple[str, str] | None = None,
) -> HttpResponse:
    """The calm page for a request that could not be answered.

    Parameters
    ----------
    status
        An HTTP status of 400 or more; one without words of its own uses those of 400 or 500.
    happened, kept, todo
        Translated sentences that say it better than the general ones: what happened, that
        nothing was lost, what to do.
    onward
        A link (label, address) for the one thing to do next; the front page if not given.

    The page holds nothing of the request, so that two refusals are the same byte for byte.
    """
    words = problems.words(status)
    response = render(
        request,
        "design/problem.html",
        {
            "happened": happened or words.happened,
            "kept": kept or words.kept,
            "todo": todo or words.todo,
            "onward": onward,
            "status": status,
        },
        status=status,
    )
    if status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
        response["Retry-After"] = "60"
    return response


@require_safe
def choose_language(request: HttpRequest, code: str) -> HttpResponse:
    """Remember a language in a cookie and go back.

    A plain link, so that it works on pages that carry no form token (care, refusals). It
    changes nothing but the words; anything else in `next` than a page of ours is ignored.
    """
    if code not in dict(settings.LANGUAGES):
        raise Http404
    back = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = redirect(back)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=YEAR,
        samesite="Lax",
        secure=request.is_secure(),
        httponly=True,
    )
    return response
