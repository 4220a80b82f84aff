"""Inviting: by mail, by code, on paper."""

from datetime import datetime
from smtplib import SMTPException
from uuid import UUID

import segno
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from markupsafe import Markup

from phronesis.admission.verdicts import Refused
from phronesis.office.communities import letters, operations, queries, rules
from phronesis.office.communities.forms import InviteForm
from phronesis.office.communities.models import Membership
from phronesis.office.communities.views.entering import membership_or_404
from phronesis.office.communities.words import kind_words


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, circle: UUID) -> HttpResponse:
    """Invite by mail, or make a code to show or print."""
    member = _inviter_or_404(request, circle)
    if request.method != "POST":
        return _invite_page(request, member, InviteForm())
    at = request.now  # type: ignore[attr-defined]
    if "code" in request.POST:
        made = operations.invite_by_code(member.community, by=member.person, at=at)
        return redirect("communities:invitation", circle, made.pk)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _invite_page(request, member, form, status=422)
    try:
        _send(member, form.cleaned_data, at)
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return _invite_page(request, member, form, status=409)
    except (OSError, SMTPException):
        form.add_error("to", _("The mail could not be sent. A code works without mail."))
        return _invite_page(request, member, form, status=503)
    return _invite_page(request, member, InviteForm(), sent=True)


def _send(member: Membership, given: dict[str, str], at: datetime) -> None:
    invitation, token = operations.invite_by_mail(
        member.community, to=given["to"], by=member.person, at=at, role=given["role"]
    )
    letters.send(invitation, token, at=at)


def _invite_page(
    request: HttpRequest,
    member: Membership,
    form: InviteForm,
    *,
    status: int = 200,
    sent: bool = False,
) -> HttpResponse:
    at = request.now  # type: ignore[attr-defined]
    context = {
        "circle": member.community,
        "kind": kind_words(member.community),
        "form": form,
        "sent": sent,
        "hosts": member.hosts,
        "codes": [
            found for found in queries.open_invitations(member.community_id, at) if found.code
        ],
    }
    return render(request, "communities/invite.html", context, status=status)


@login_required
@require_safe
def invitation(request: HttpRequest, circle: UUID, invitation: UUID) -> HttpResponse:
    """A code to show or to print, with a picture for the camera."""
    member = _inviter_or_404(request, circle)
    at = request.now  # type: ignore[attr-defined]
    found = next(
        (i for i in queries.open_invitations(circle, at) if i.pk == invitation and i.code), None
    )
    if found is None:
        raise Http404
    address = letters.address_of(found)
    context = {
        "circle": member.community,
        "kind": kind_words(member.community),
        "invitation": found,
        "address": address,
        "picture": picture(address),
    }
    return render(request, "communities/invitation.html", context)


@login_required
@require_http_methods(["POST"])
def withdraw(request: HttpRequest, circle: UUID, invitation: UUID) -> HttpResponse:
    """Take an invitation down; who came in with it stays."""
    member = _inviter_or_404(request, circle)
    at = request.now  # type: ignore[attr-defined]
    for found in queries.open_invitations(circle, at):
        if found.pk == invitation:
            operations.withdraw_invitation(found, by=member)
    return redirect("communities:invite", circle)


def picture(address: str) -> Markup:
    """The address as a QR code: SVG without style attributes, so that our policy allows it."""
    drawn = segno.make(address, error="m").svg_inline(scale=6, border=2, omitsize=True)
    return Markup(drawn)  # noqa: S704 -- drawn by segno from our own address, no text in it


def _inviter_or_404(request: HttpRequest, circle: UUID) -> Membership:
    member = membership_or_404(request, circle)
    if not rules.may_invite(member):
        raise Http404
    return member
