"""The door of the demonstration: one tap, and one is somebody invented.

Unlike a link from a mail it can be used all evening. In an installation that is not a
demonstration it is not there.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from phronesis.admission import keys
from phronesis.office.calendar import queries as calendar
from phronesis.office.people import queries as people
from phronesis.office.people.models import Person
from phronesis.office.people.views import enter

TOKEN_BYTES = 9


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody one can be for the evening. `first`: the page she begins on."""

    id: str
    about: str
    email: str
    first: str = "/"


FACILITATOR = Part(
    "facilitator",
    gettext_noop("the facilitator of Nights"),
    "maren.solheim@stbrigids.example",
    "next",
)
PARTS = (
    Part("member", gettext_noop("a member of Nights"), "tomasz.wilk@stbrigids.example"),
    FACILITATOR,
    Part(
        "co-facilitator",
        gettext_noop("her co-facilitator"),
        "yusuf.demir@stbrigids.example",
        "next",
    ),
    Part("host", gettext_noop("a host, of the Thursday Round"), "aileen.burke@stbrigids.example"),
    Part(
        "leader",
        gettext_noop("a leader, the chief nurse"),
        "deirdre.quinlan@stbrigids.example",
        "/concerns",
    ),
    Part(
        "neonatal-nurse",
        gettext_noop("a member of Cuna, in Spanish"),
        "carmen.delia.rodriguez@puntaserena.example",
    ),
    Part("operator", gettext_noop("who runs the service"), "femi.adeyemi@stbrigids.example"),
)


def way_in(part: Part) -> str:
    """The path of the page that lets one be this person."""
    return reverse("doors:demo", args=[_token(part)])


def person_behind(part: Part) -> Person:
    """Whose part it is.

    Raises
    ------
    Http404
        When nobody has the address: this is another installation.
    """
    person = people.by_what_was_typed(part.email)
    if person is None:
        raise Http404
    return person


@require_http_methods(["GET", "HEAD", "POST"])
def come_in_as(request: HttpRequest, token: str) -> HttpResponse:
    """`/demo/enter/…`: fetching shows a page with one button, a tap goes in."""
    part = _part_of(token) if settings.CONFIG.demonstration else None
    if part is None:
        raise Http404
    person = person_behind(part)
    if request.method != "POST":
        context = {"name": person.name, "about": _(part.about), "here": way_in(part)}
        return render(request, "site/demo.html", context)
    enter(request, person)
    response = redirect(_first_page(part, person, request.now))  # type: ignore[attr-defined]
    if person.language in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, person.language, samesite="Lax")
    return response


def _token(part: Part) -> str:
    return f"{part.id}-{keys.mac('django', b'demonstration', part.id.encode())[:TOKEN_BYTES].hex()}"


def _part_of(token: str) -> Part | None:
    return next((p for p in PARTS if hmac.compare_digest(_token(p), token)), None)


def _first_page(part: Part, person: Person, at: datetime) -> str:
    """For whoever holds a round, the next one; for others what her part says."""
    if part.first != "next":
        return part.first
    coming = calendar.upcoming_for(person.pk, at)
    held = next((facts for facts in coming if person.name in facts.facilitators), None)
    return reverse("calendar:gathering", args=[held.id]) if held else "/"
