"""What hosts do: found, write the charter, say where the circle stands, give parts."""

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phronesis.admission.roles import Role
from phronesis.admission.verdicts import Refused
from phronesis.design.views import problem
from phronesis.office.communities import letters, operations, queries, rules
from phronesis.office.communities.elements import elements
from phronesis.office.communities.forms import FoundForm, StageForm, charter_answers
from phronesis.office.communities.models import Community, Membership, StageEntry
from phronesis.office.communities.operations.founding import Foundation
from phronesis.office.communities.views.entering import host_or_404, signed_in
from phronesis.office.people.models import Organisation


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """A circle in a minute, its charter to be completed."""
    verdict = rules.may_found_community(signed_in(request))
    if not verdict:
        return problem(request, 403, happened=verdict.reason)
    form = FoundForm(request.POST or None, initial={"language": request.LANGUAGE_CODE})
    if request.method != "POST" or not form.is_valid():
        context = {
            "form": form,
            "kinds": Community.Kind.choices,
            "operates": signed_in(request).operates,
        }
        return render(
            request, "communities/found.html", context, status=422 if form.errors else 200
        )
    return _found(request, form.cleaned_data)


def _found(request: HttpRequest, given: dict[str, str]) -> HttpResponse:
    at = request.now  # type: ignore[attr-defined]
    by = signed_in(request)
    organisation = by.organisation or _house()
    circle = operations.found_community(
        Foundation(
            given["name"], given["kind"], given["serves"], given["language"], settings.CONFIG.zone
        ),
        organisation=organisation,
        by=by,
        at=at,
    )
    if queries.membership_of(by.pk, circle.pk):
        return redirect("communities:charter", circle.pk)
    if given["host"]:
        invitation, token = operations.invite_by_mail(
            circle, to=given["host"], by=by, at=at, role=Role.STEWARD.value
        )
        letters.send(invitation, token, at=at)
        return render(request, "communities/founded.html", {"circle": circle, "to": given["host"]})
    invitation = operations.invite_by_code(circle, by=by, at=at, role=Role.STEWARD.value)
    return render(
        request,
        "communities/founded.html",
        {"circle": circle, "code": invitation.code, "address": letters.address_of(invitation)},
    )


def _house() -> Organisation:
    """The organisation that runs this installation, made when the first circle is."""
    name = settings.CONFIG.organisation or _("This house")
    return Organisation.objects.first() or Organisation.objects.create(name=name)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def charter(request: HttpRequest, circle: UUID) -> HttpResponse:
    """Purpose, ground rules and what people can rely on: one page, saved together."""
    host = host_or_404(request, circle)
    if request.method != "POST":
        return _charter_page(request, host)
    at = request.now  # type: ignore[attr-defined]
    language = host.community.language
    try:
        operations.write_charter(
            host.community,
            charter_answers(request.POST),
            by=host,
            at=at,
            after=int(request.POST.get("version", "0")),
        )
    except Refused as refusal:
        return _charter_page(request, host, refusal.reason)
    lines = request.POST.get("rules", "").splitlines()
    operations.agree_ground_rules(host.community, lines, language=language, by=host)
    operations.write_trust_statement(host.community, request.POST.get("trust", ""), by=host)
    return redirect("communities:circle", circle)


def _charter_page(request: HttpRequest, host: Membership, refused: str = "") -> HttpResponse:
    """The form; after a refusal with what was typed, and the version it can now replace."""
    circle = host.community
    present = queries.present_charter(circle.pk)
    answers = charter_answers(request.POST) if refused else (present.answers if present else {})
    agreed = "\n".join(queries.ground_rules(circle, circle.language))
    context = {
        "circle": circle,
        "elements": elements(),
        "answers": answers,
        "rules": request.POST.get("rules", "") if refused else agreed,
        "trust": request.POST.get("trust", "") if refused else circle.trust_statement,
        "version": present.version if present else 0,
        "refused": refused,
    }
    return render(request, "communities/charter.html", context, status=409 if refused else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stage(request: HttpRequest, circle: UUID) -> HttpResponse:
    """Where the circle stands, said by a person, with a reason."""
    host = host_or_404(request, circle)
    form = StageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        operations.enter_stage(
            host.community,
            form.cleaned_data["stage"],
            reason=form.cleaned_data["reason"],
            by=host,
            at=request.now,  # type: ignore[attr-defined]
        )
        return redirect("communities:circle", circle)
    context = {
        "circle": host.community,
        "stages": StageEntry.Stage.choices,
        "history": queries.stage_history(circle),
        "form": form,
    }
    return render(request, "communities/stage.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, circle: UUID) -> HttpResponse:
    """Who belongs, for hosts, and the parts they have."""
    host = host_or_404(request, circle)
    if request.method == "POST" and "request" in request.POST:
        return _answer_request(request, host)
    members = queries.members_of(circle)
    if request.method == "POST":
        chosen = next((m for m in members if str(m.pk) == request.POST.get("member")), None)
        if chosen is None:
            raise Http404
        giving = "give" in request.POST
        change = operations.give_role if giving else operations.take_role
        role = request.POST.get("give" if giving else "take", "")
        try:
            change(chosen, role, by=host, at=request.now)  # type: ignore[attr-defined]
        except Refused as refusal:
            return problem(request, 409, happened=refusal.reason)
        return redirect("communities:people", circle)
    today = request.now.date()  # type: ignore[attr-defined]
    context = {
        "circle": host.community,
        "members": members,
        "requests": list(queries.waiting_requests(circle, today)),
    }
    return render(request, "communities/people.html", context)


def _answer_request(request: HttpRequest, host: Membership) -> HttpResponse:
    """Let somebody in who asked, or not. A request that is gone is one that was answered."""
    at = request.now  # type: ignore[attr-defined]
    try:
        asked = UUID(request.POST["request"])
    except ValueError:
        raise Http404 from None
    if "accept" in request.POST:
        operations.accept_request(asked, by=host, at=at)
    elif "decline" in request.POST:
        operations.decline_request(asked, by=host, at=at)
    return redirect("communities:people", host.community_id)
