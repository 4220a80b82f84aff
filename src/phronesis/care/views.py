"""Who is awake, what is not protected, what is promised: plain pages, open to everybody."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phronesis.care import operator, packs
from phronesis.care import promises as kept_promises
from phronesis.care.limits import limits


@require_safe
def care(request: HttpRequest) -> HttpResponse:
    """Somebody to talk to, a human first, by the hour it is here."""
    tag = get_language() or settings.LANGUAGE_CODE
    filled = operator.load_or_empty(settings.CONFIG.care)
    zone = ZoneInfo(filled.zone or settings.CONFIG.zone)
    local: datetime = request.now.astimezone(zone)  # type: ignore[attr-defined]
    awake = [one for one in filled.people if one.awake(local)]
    return render(
        request,
        "care/care.html",
        {
            "filled": filled,
            "local": local,
            "here_zone": zone,
            "awake": awake,
            "asleep": [one for one in filled.people if one not in awake],
            "packs": packs.chosen(filled.countries),
            "tag": tag,
            "organisation": settings.CONFIG.organisation,
        },
    )


@require_safe
def not_protected(request: HttpRequest) -> HttpResponse:
    """What this cannot protect, read before the first contribution."""
    return render(request, "care/not_protected.html", {"limits": limits()})


@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """What we promise: only sentences whose attack was measured and whose tests exist."""
    levels = {
        "A": _("one operator runs everything"),
        "B": _("people and words are run by two bodies"),
        "C": _("people and words are run by two bodies, and the pages can be verified"),
    }
    told = {"promises": kept_promises.kept(), "levels": levels}
    return render(request, "care/promises.html", told)
