"""What hosts settle for their circle."""

from dataclasses import asdict
from uuid import UUID
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from phronesis.admission.verdicts import Refused
from phronesis.office.communities import operations
from phronesis.office.communities.forms import SettingsForm
from phronesis.office.communities.models import Community, Membership
from phronesis.office.communities.operations.settling import Settings
from phronesis.office.communities.views.entering import host_or_404
from phronesis.office.communities.words import kind_words


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, circle: UUID) -> HttpResponse:
    """Name, language, zone, keeping, rest and the way in. A kind is not changed."""
    host = host_or_404(request, circle)
    form = SettingsForm(
        request.POST or None, initial=asdict(operations.settings_of(host.community))
    )
    if request.method != "POST" or not form.is_valid():
        return _page(request, host, form)
    try:
        what = Settings(**form.cleaned_data)
        operations.change_circle(what, by=host, at=request.now)  # type: ignore[attr-defined]
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return _page(request, host, form)
    return redirect(reverse("communities:settings", args=[circle]) + "?saved=1")


def _page(request: HttpRequest, host: Membership, form: SettingsForm) -> HttpResponse:
    context = {
        "circle": host.community,
        "kind": kind_words(host.community),
        "form": form,
        "said": form.data if form.is_bound else form.initial,
        "modes": Community.JoinMode.choices,
        "zones": sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC"),
        "way_in": settings.CONFIG.address + reverse("communities:join", args=[host.community_id]),
        "saved_just_now": "saved" in request.GET,
    }
    return render(request, "communities/settings.html", context, status=422 if form.errors else 200)
