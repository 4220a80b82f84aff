"""Where somebody attests what another who holds the circle can do."""

from datetime import date
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from phronesis.admission.verdicts import Refused
from phronesis.design.views import problem
from phronesis.office.communities import operations, queries, rules
from phronesis.office.communities.forms import AttestForm
from phronesis.office.communities.models import Membership
from phronesis.office.communities.views.entering import membership_or_404
from phronesis.office.people import queries as who


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def attest(request: HttpRequest, circle: UUID, person: UUID) -> HttpResponse:
    """What this facilitator declared, and until when somebody entitled attests it."""
    by = membership_or_404(request, circle)
    of = queries.membership_of(person, circle)
    today: date = request.now.date()  # type: ignore[attr-defined]
    attested = who.attested_areas(by.person_id, today)
    if of is None or not rules.may_attest(by, of, attested):
        raise Http404
    form = AttestForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, by, of, attested, form)
    try:
        operations.attest(of, **form.cleaned_data, by=by, at=request.now)  # type: ignore[attr-defined]
    except Refused as refusal:
        return problem(
            request,
            409,
            happened=refusal.reason,
            onward=(of.person.name, reverse("communities:attest", args=[circle, person])),
        )
    return redirect(reverse("communities:attest", args=[circle, person]) + "?saved=1")


def _page(
    request: HttpRequest,
    by: Membership,
    of: Membership,
    attested: frozenset[str],
    form: AttestForm,
) -> HttpResponse:
    today: date = request.now.date()  # type: ignore[attr-defined]
    # Days on which something ends are told to its owner alone; here only whether it holds.
    rows = [
        {
            "area": row.area,
            "label": row.get_area_display(),
            "holds": row.is_attested and row.until >= today,
            "may": rules.may_attest_competence(by, of, row.area, attested=attested),
        }
        for row in who.own_competences(of.person_id)
    ]
    context = {
        "circle": by.community,
        "of": of.person,
        "rows": rows,
        "form": form,
        "tomorrow": today + rules.ONE_DAY,
        "usual": today + rules.ATTESTED_FOR,
        "latest": today + rules.ATTESTED_AT_MOST,
        "saved_just_now": "saved" in request.GET,
    }
    return render(request, "communities/attest.html", context, status=422 if form.errors else 200)
