"""The printed set and the poster of a gathering."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from phronesis import formats
from phronesis.admission.passes import GatheringFacts
from phronesis.ballot import queries as ballot
from phronesis.care import operator
from phronesis.design.jinja import day_clock
from phronesis.interchange.documents import poster, run_sheet
from phronesis.interchange.documents.poster import Notice
from phronesis.interchange.documents.run_sheet import Occasion
from phronesis.office.calendar import queries as calendar
from phronesis.office.communities import queries as communities
from phronesis.site.doors.asking import person_of


@login_required
@require_safe
def run_sheet_pdf(request: HttpRequest, gathering: UUID) -> HttpResponse:
    """Run sheet, cards and the paper way, for those who hold the gathering."""
    facts = _held_by(request, gathering)
    language = get_language() or "en"
    script = formats.load(facts.format_id, facts.format_version)
    occasion = Occasion(
        title=facts.title,
        circle=facts.community_name,
        when=day_clock(facts.starts_at, facts.zone),
        place=facts.place,
        code=facts.code,
        starts=facts.starts_at.astimezone(ZoneInfo(facts.zone)).time(),
        facilitators=facts.facilitators,
        care=tuple(
            f"{one.name}, {one.number}"
            for one in operator.load_or_empty(settings.CONFIG.care).people
            if one.number
        ),
        people=facts.capacity or 12,
    )
    return _pdf(run_sheet(script, occasion, language), "run-sheet")


@login_required
@require_safe
def poster_pdf(request: HttpRequest, gathering: UUID) -> HttpResponse:
    """The poster for the break room, for any member of the circle."""
    facts = calendar.facts(gathering)
    if facts is None or communities.membership_of(person_of(request), facts.community) is None:
        raise Http404
    keys = ballot.keys_of(gathering)
    address = request.build_absolute_uri(f"/in/{facts.code}")
    notice = Notice(
        title=facts.title,
        circle=facts.community_name,
        when=day_clock(facts.starts_at, facts.zone),
        place=facts.place,
        code=facts.code,
        address=f"{address}#{keys.fingerprint}" if keys else address,
        address_shown=address.split("://", 1)[-1],
        fingerprint=_grouped(keys.fingerprint) if keys else "",
    )
    return _pdf(poster(notice, get_language() or "en"), "poster")


def _held_by(request: HttpRequest, gathering: UUID) -> GatheringFacts:
    seat = calendar.seat(person_of(request), gathering)
    facts = calendar.facts(gathering)
    if seat is None or facts is None or not seat.holds:
        raise Http404
    return facts


def _grouped(fingerprint: str) -> str:
    """The printed form: the first twenty letters in groups of four, for eyes only."""
    return "-".join(fingerprint[begin : begin + 4] for begin in range(0, 20, 4))


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
