"""Coming in and going out. The same page, the same words, for known and unknown addresses."""

from allauth.core import ratelimit
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from phronesis.admission.verdicts import Refused
from phronesis.design.views import problem
from phronesis.office.people import operations, queries
from phronesis.office.people.models import Person

BACKEND = "django.contrib.auth.backends.ModelBackend"
# What is kept on a phone (drafts, return codes, slips) stays unless its owner asks.
CLEAR_SESSION = '"cache", "cookies"'
CLEAR_DEVICE = '"cache", "cookies", "storage"'


def enter(request: HttpRequest, person: Person) -> None:
    """Sign a person in. No time and no address is written anywhere."""
    login(request, person, backend=BACKEND)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """A password, or a link by mail."""
    onward = safe_next(request)
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect(onward or "/")
        return _sign_in_page(request)
    typed = request.POST.get("name", "")
    if not ratelimit.consume(request, action="login", key=typed.strip().lower()):
        return problem(request, 429)
    if "link" in request.POST:
        operations.ask_for_link(typed, at=request.now)  # type: ignore[attr-defined]
        return render(request, "people/link_sent.html")
    person = operations.person_with_password(typed, request.POST.get("password", ""))
    if person is None:
        return _sign_in_page(request, status=422, typed=typed)
    enter(request, person)
    return redirect(onward or "/")


def _sign_in_page(request: HttpRequest, *, status: int = 200, typed: str = "") -> HttpResponse:
    context = {"refused": status != 200, "typed": typed, "next": safe_next(request)}  # noqa: PLR2004
    return render(request, "people/sign_in.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """A link from a mail: fetching shows a page with one button, a tap uses it up."""
    at = request.now  # type: ignore[attr-defined]
    if request.method == "POST":
        try:
            person = operations.use_link(token, at=at)
        except Refused as refusal:
            return _link_is_over(request, refusal.reason)
        enter(request, person)
        return redirect("/")
    if queries.open_link(token, at) is None:
        return _link_is_over(request, _("This link has been used, or its time is over."))
    return render(request, "people/link.html", {"token": token})


def _link_is_over(request: HttpRequest, reason: str) -> HttpResponse:
    return problem(
        request,
        410,
        happened=reason,
        kept=_("Nothing was lost, and nobody is told."),
        todo=_("Ask for a new one. It takes a minute."),
        onward=(_("To the sign-in page"), reverse("people:sign-in")),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out, and on a shared computer forget what was kept on it too."""
    if request.method != "POST":
        return render(request, "people/sign_out.html")
    logout(request)
    response = render(request, "people/signed_out.html")
    response["Clear-Site-Data"] = CLEAR_DEVICE if "device" in request.POST else CLEAR_SESSION
    return response


def safe_next(request: HttpRequest) -> str:
    """Where to go afterwards, if it is a page of ours; otherwise empty."""
    onward = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(onward, allowed_hosts={request.get_host()})
    return onward if allowed else ""
