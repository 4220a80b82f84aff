"""Following an invitation. What it shows depends on the circle and never on who belongs to it."""

from typing import Any

from django.core import signing
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from phronesis.admission.verdicts import Refused
from phronesis.design.views import problem
from phronesis.office.communities import limits, operations, queries
from phronesis.office.communities.codes import normalised
from phronesis.office.communities.forms import ByCodeForm, ByMailForm, StandingForm
from phronesis.office.communities.models import Invitation
from phronesis.office.communities.words import kind_words
from phronesis.office.people import consents
from phronesis.office.people.operations import Newcomer
from phronesis.office.people.tokens import fresh_sign_in_name
from phronesis.office.people.views import enter

GIVEN_NAME_SALT = "communities.given-name"
HALF_A_DAY = 12 * 60 * 60


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """From a mail. Fetching it changes nothing; a tap on the button uses it up."""
    found = queries.open_invitation(token, request.now)  # type: ignore[attr-defined]
    if found is None or (found.is_used_up and not _belongs(request, found)):
        return _over(request)
    return _answer(request, found, reverse("communities:by-link", args=[token]))


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """From a wall, a hand or a camera."""
    at = request.now  # type: ignore[attr-defined]
    if not limits.may_try(request, at):
        return _too_many(request)
    found = queries.invitation_by_code(code)
    if found is None:
        limits.count_wrong(request, at)
        return render(
            request, "communities/type_code.html", {"typed": normalised(code)[:6]}, status=404
        )
    over = found.expires_at <= at or found.is_used_up
    if over and not _belongs(request, found):
        return _over(request)
    return _answer(request, found, reverse("communities:by-code", args=[found.code]))


@require_http_methods(["GET", "HEAD"])
def type_code(request: HttpRequest) -> HttpResponse:
    """For whoever has six letters and no camera."""
    typed = normalised(request.GET.get("code", ""))
    if typed:
        return redirect("communities:by-code", typed[:20])
    return render(request, "communities/type_code.html", {"typed": ""})


def _belongs(request: HttpRequest, found: Invitation) -> bool:
    """Whoever came in with it may follow it again, and comes to the circle."""
    person = request.user.pk
    return bool(person and queries.membership_of(person, found.community_id))


def _answer(request: HttpRequest, found: Invitation, here: str) -> HttpResponse:
    form = _form(request, found)
    if "given" in request.POST and not _given_name(request):
        form.add_error("name", _("This page was open very long. Here is a new sign-in name."))
    if request.method != "POST" or not form.is_valid():
        return _page(request, found, here, form)
    try:
        return _come_in(request, found, form.cleaned_data, here)
    except Refused:
        return _over(request)


def _form(request: HttpRequest, found: Invitation) -> Form:
    posted = request.POST if request.method == "POST" else None
    if request.user.is_authenticated:
        return StandingForm(posted)
    return ByCodeForm(posted) if found.code else ByMailForm(posted)


def _page(request: HttpRequest, found: Invitation, here: str, form: Form) -> HttpResponse:
    language = get_language() or "en"
    given = fresh_sign_in_name() if found.code and not request.user.is_authenticated else ""
    given = _given_name(request) or given
    context = {
        "circle": found.community,
        "kind": kind_words(found.community),
        "by": found.by.name if found.by else "",
        "ground_rules": queries.ground_rules(found.community, language),
        "charter": queries.charter_lines(queries.present_charter(found.community_id)),
        "consent": consents.text("joining", language),
        "address": found.to_email,
        "given": given,
        "given_signed": signing.dumps(given, salt=GIVEN_NAME_SALT) if given else "",
        "form": form,
        "here": here,
        "known": request.user.is_authenticated,
    }
    status = 422 if form.errors else 200
    return render(request, "communities/accept.html", context, status=status)


def _come_in(
    request: HttpRequest, found: Invitation, given: dict[str, Any], here: str
) -> HttpResponse:
    at = request.now  # type: ignore[attr-defined]
    language = get_language() or "en"
    agreed = consents.text("joining", language)
    if request.user.is_authenticated:
        operations.accept_invitation(found, person=request.user, agreed=agreed, at=at)
    elif queries.person_with_address(found.to_email):
        # Whoever has this address signs in first: a forwarded link lets nobody in as her.
        return redirect(f"{reverse('people:sign-in')}?next={here}")
    else:
        newcomer = Newcomer(
            name=given["name"],
            email=found.to_email,
            sign_in_name=_given_name(request),
            password=given.get("password", ""),
            language=language,
            profession=given["profession"],
        )
        joined = operations.accept_as_newcomer(found, newcomer, agreed=agreed, at=at)
        enter(request, joined.person)
    return redirect("communities:circle", found.community_id)


def _given_name(request: HttpRequest) -> str:
    """The sign-in name this page was shown with; only one that we gave."""
    try:
        name: str = signing.loads(
            request.POST.get("given", ""), salt=GIVEN_NAME_SALT, max_age=HALF_A_DAY
        )
    except signing.BadSignature:
        return ""
    return name


def _too_many(request: HttpRequest) -> HttpResponse:
    return problem(
        request,
        429,
        happened=_("Many codes were tried that belong to no invitation."),
        kept=_("Nothing was lost. Your invitation waits for you."),
        todo=_(
            "Try again in ten minutes. A link by mail works at once: ask whoever gave you the code."
        ),
    )


def _over(request: HttpRequest) -> HttpResponse:
    return problem(
        request,
        410,
        happened=_("This invitation has been used, or its time is over."),
        kept=_("Nothing was lost, and nobody is told that you looked."),
        todo=_("Ask whoever gave it to you for a new one."),
        onward=(_("I have a code"), reverse("communities:type-code")),
    )
