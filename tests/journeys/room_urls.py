"""Doors to two invented gatherings, so that the pages of a room can be opened alone."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path

from phronesis.admission.passes import GatheringFacts
from phronesis.commons.rooms import views
from phronesis.commons.rooms.facts import Around, Later
from phronesis.commons.rooms.operations import carrying, cookies, open_room

COMMUNITY = UUID("7a1f0c52-3b1e-4c55-9d0e-2f6b8f1f7a11")
NOW = datetime.now(UTC)


def _facts(
    number: int, code: str, starts_at: datetime, capacity: int | None = None
) -> GatheringFacts:
    return GatheringFacts(
        id=UUID(f"00000000-0000-4000-8000-{number:012d}"),
        community=COMMUNITY,
        community_name="Thursday Round",
        title="Who turns on the light?",
        code=code,
        format_id="moral-resilience-rounds",
        format_version=1,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        zone="Europe/London",
        capacity=capacity,
        place="library",
        kind="all-ranks",
        facilitators=("Maren Solheim",),
    )


# Every room in use by one test alone: a code for each, and one for a round still to come.
FACTS = {
    **{f"ROUND{chr(65 + n)}": _facts(n + 1, f"ROUND{chr(65 + n)}", NOW) for n in range(20)},
    "SMALLA": _facts(51, "SMALLA", NOW, capacity=0),
    "LATERA": _facts(61, "LATERA", NOW + timedelta(days=2)),
}
BY_ID = {facts.id: facts for facts in FACTS.values()}
LATER = Later(
    gathering=FACTS["LATERA"].id,
    title="Nights",
    weekday="Thursday",
    in_words="in two days",
    who_reads=(
        "the people who come to Nights, usually 9 to 14, and Maren, who holds "
        "it. Not your manager. Some of them work with you: write as if one will know it is you."
    ),
    until=FACTS["LATERA"].starts_at,
)
AROUND = Around(
    lead="Three of us tell a story. Then anyone may speak, and nobody has to.", later=LATER
)


def find(code: str) -> GatheringFacts | None:
    return FACTS.get(code)


def _enter(request: HttpRequest, code: str) -> HttpResponse:
    facts = FACTS.get(code)
    if facts is None:
        return views.show_no_entry(request, "wrong", code=code)
    return views.show_enter(request, facts, AROUND)


def _phone(request: HttpRequest, room: UUID) -> HttpResponse:
    return views.show_phone(request, BY_ID[room], AROUND)


def _held(request: HttpRequest, room: UUID, standing: str) -> HttpResponse:
    facts = BY_ID.get(room)
    if facts is None:
        raise Http404
    open_room(facts, NOW)
    show = views.show_console if standing == "console" else views.show_stage
    response = show(request, facts, AROUND)
    name, value = cookies.issue(room, standing)
    response.set_cookie(name, value, httponly=True, samesite="Strict")
    return response


def _circles(request: HttpRequest) -> HttpResponse:
    carrying.offer(FACTS["LATERA"])
    return JsonResponse({"gatherings": [LATER.as_json()]})


urlpatterns = [
    path("in/<str:code>", _enter),
    path("room/<uuid:room>", _phone),
    path("room/<uuid:room>/console", _held, {"standing": "console"}),
    path("room/<uuid:room>/stage", _held, {"standing": "stage"}),
    path("write/circles.json", _circles),
    path("", include("phronesis.commons.rooms.urls")),
    path("", include("phronesis.care.urls")),
    path("design/", include("phronesis.design.urls")),
]
