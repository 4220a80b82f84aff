"""What one comes in with: pages where a person changes her password and her address."""

from typing import cast

from allauth.core import ratelimit
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from phronesis.admission.verdicts import Refused
from phronesis.design.views import problem
from phronesis.office.people import operations, queries
from phronesis.office.people.forms import AddressForm, PasswordForm
from phronesis.office.people.models import Person


@sensitive_post_parameters("password", "current")
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Choose a password, or another one. This session stays; every other one ends."""
    person = cast("Person", request.user)
    form = PasswordForm(request.POST or None)
    if request.method != "POST":
        return _page(request, "people/password.html", form)
    if not _may_try(request, person):
        return problem(request, 429)
    valid, hers = form.is_valid(), _is_hers(request, person)
    if not (valid and hers):
        return _page(request, "people/password.html", form, known=hers)
    operations.choose_password(person, form.cleaned_data["password"])
    update_session_auth_hash(request, person)
    return redirect(reverse("communities:me") + "?saved=1")


@sensitive_post_parameters("current")
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    """Ask for another address. It says the same whether or not somebody has it already."""
    person = cast("Person", request.user)
    form = AddressForm(request.POST or None)
    if request.method != "POST":
        return _page(request, "people/address.html", form)
    if not _may_try(request, person):
        return problem(request, 429)
    valid, hers = form.is_valid(), _is_hers(request, person)
    if not (valid and hers):
        return _page(request, "people/address.html", form, known=hers)
    email = form.cleaned_data["email"]
    operations.ask_for_address(person, email, at=request.now)  # type: ignore[attr-defined]
    return render(request, "people/address_sent.html", {"email": email})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """A link from a mail: fetching shows a page with one button, a tap uses it up."""
    person = cast("Person", request.user)
    at = request.now  # type: ignore[attr-defined]
    if request.method == "POST":
        try:
            operations.confirm_address(token, person=person, at=at)
        except Refused as refusal:
            return _over(request, refusal.reason)
        return redirect(reverse("communities:me") + "?saved=1")
    link = queries.open_address_link(token, person.pk, at)
    if link is None:
        return _over(request, _("This link has been used, or its time is over."))
    return render(request, "people/confirm_address.html", {"token": token, "email": link.email})


def _may_try(request: HttpRequest, person: Person) -> bool:
    return bool(ratelimit.consume(request, action="login", key=str(person.pk)))


def _is_hers(request: HttpRequest, person: Person) -> bool:
    """Whether she typed her present password; who has none yet has nothing to type."""
    if not person.has_usable_password():
        return True
    return person.check_password(request.POST.get("current", ""))


def _page(request: HttpRequest, template: str, form: Form, *, known: bool = True) -> HttpResponse:
    """`known`: False where the present password was not the right one."""
    person = cast("Person", request.user)
    context = {
        "form": form,
        "known": known,
        "has_password": person.has_usable_password(),
        "email": person.email,
    }
    return render(request, template, context, status=422 if form.errors or not known else 200)


def _over(request: HttpRequest, reason: str) -> HttpResponse:
    return problem(
        request,
        410,
        happened=reason,
        kept=_("Nothing was changed: you come in as before."),
        todo=_("If you opened it on another device, sign in there as yourself. Or ask again."),
        onward=(_("Change my address"), reverse("people:address")),
    )
