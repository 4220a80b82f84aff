"""What days would do: found a circle, hold a round, draft, and let the hours come."""

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth import login
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from phronesis.admission import desk
from phronesis.ballot import queries as ballot
from phronesis.ballot.models import SealedAnswer
from phronesis.ballot.operations import keys
from phronesis.commons.insights import operations as insights
from phronesis.commons.insights import queries as kept
from phronesis.commons.insights.texts import Text
from phronesis.commons.rooms import operations as rooms
from phronesis.commons.rooms import queries as in_rooms
from phronesis.commons.rooms.acts import Act
from phronesis.office.calendar import operations as calendar
from phronesis.office.calendar import queries as schedule
from phronesis.office.people.models import Person
from phronesis.site import ticker
from phronesis.site.urls import *  # noqa: F403
from phronesis.site.urls import urlpatterns as house
from phronesis.vault import slots
from tests import factories
from tests.journeys.let_go_server import RECEIVED
from tests.office.calendar.factories import a_gathering

QUIET = 1  # the index of the silent writing in the rounds

SAY_FOR_WHOM = Text(
    title="Say for whom we go on, and until when.",
    did='At handover, aloud: "this is for his brother, until they have sat together."',
    doubt="We do not know whether we waited for the brother or for daylight.",
)
NIGHT_PLAN = Text(
    title="By eight each evening there is a signed limit, or the words that there is none.",
    situation="Limits are spoken of by day and often not written before the night.",
    would_change="The consultant joins by phone within thirty minutes when asked.",
)
LIGHT = Text(title="The last person who sees them may ask: who turns on the light?")


def answered(make: Any) -> Any:
    def view(request: HttpRequest, **given: Any) -> JsonResponse:
        return JsonResponse(make(request, json.loads(request.body or b"{}"), **given), safe=False)

    return csrf_exempt(view)


@answered
def a_round(_request: HttpRequest, _body: Any) -> Any:
    """A circle with a facilitator and nine members, in an open room, with its keys made."""
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    circle = factories.a_community("Thursday Round")
    holder = factories.a_facilitator(circle)
    members = [factories.a_member(circle).person for _ in range(9)]
    gathering = a_gathering(
        holder,
        first_on=now.date(),
        times=(time(now.hour, now.minute),),
        zone="UTC",
        at=now - timedelta(minutes=5),
    )
    keys.make_keys(gathering.pk)
    facts = schedule.facts(gathering.pk)
    assert facts is not None
    room = rooms.open_room(facts, now)
    return {
        "gathering": str(gathering.pk),
        "code": gathering.code,
        "word": room.word,
        "holder": str(holder.person_id),
        "members": [str(member.pk) for member in members],
        "fingerprint": ballot.keys_of(gathering.pk).fingerprint,  # type: ignore[union-attr]
    }


@answered
def sign_in(request: HttpRequest, _body: Any, person: UUID) -> Any:
    known = Person.objects.get(pk=person)
    login(request, known, backend="django.contrib.auth.backends.ModelBackend")
    return {}


@answered
def close(_request: HttpRequest, body: Any, gathering: UUID) -> Any:
    """End the room, draft the restatements named in `texts`, and let the next morning come."""
    now = datetime.now(UTC)
    rooms.end_room(gathering, now)
    calendar.close_record(gathering, now)
    facts = schedule.facts(gathering)
    seat = schedule.seat(UUID(body["holder"]), gathering)
    assert facts is not None
    assert seat is not None
    by = desk.pass_for(UUID(body["holder"]), facts.community)
    assert by is not None
    leader = factories.a_person("Deirdre Quinlan")
    Person.objects.filter(pk=leader.pk).update(title="chief nurse")
    for name in body["texts"]:
        insights.draft_restatement(
            uuid4(),
            gathering=gathering,
            text={"whom": SAY_FOR_WHOM, "plan": NIGHT_PLAN, "light": LIGHT}[name],
            kind="concern" if name == "plan" else "insight",
            destination="leader" if name == "plan" else "circle",
            addressed_to=leader.pk if name == "plan" else None,
            by=by,
        )
    return _come(gathering, opening=True)


@answered
def open_all(_request: HttpRequest, body: Any, gathering: UUID) -> Any:
    """Let the hours pass; with `lose_key` nothing can be opened."""
    sheet = ballot.latest_sheet(gathering)
    assert sheet is not None
    if body.get("lose_key"):
        slots.destroy(keys.seal_slot(gathering, sheet.round))
    return _come(gathering, opening=False)


@answered
def next_morning(_request: HttpRequest, _body: Any, gathering: UUID) -> Any:
    return _come(gathering, opening=True)


def _come(gathering: UUID, *, opening: bool) -> Any:
    hours = schedule.hours_of(gathering)
    assert hours is not None
    at = (hours.opens_at if opening else hours.closes_at) + timedelta(minutes=1)
    done = ticker.run_once(at)
    assert -1 not in done.values(), done
    sheet = ballot.latest_sheet(gathering)
    return {
        "done": done,
        "inbox": SealedAnswer.objects.count(),
        "state": sheet.state if sheet else "",
        "outcomes": {str(one.text): one.outcome for one in ballot.results_of(gathering)},
        "kept": [draft.state for draft in kept.restatements(gathering)],
    }


@answered
def facts(_request: HttpRequest, _body: Any, gathering: UUID) -> Any:
    room = in_rooms.room(gathering)
    return {
        "slips": ballot.slips_given(gathering),
        "shown": room.slips if room else 0,
        "inbox": SealedAnswer.objects.count(),
        "today": str(date.today()),
    }


@answered
def writing(_request: HttpRequest, _body: Any, gathering: UUID) -> Any:
    """The facilitator steps to the silent writing."""
    step = Act(gathering, uuid4(), "step", "console", b"\0" * 16, {"to": QUIET})
    [receipt] = rooms.perform([step], datetime.now(UTC))
    room = in_rooms.room(gathering)
    assert room is not None
    return {"outcome": str(receipt.outcome), "phase": in_rooms.script(room).phases[QUIET].id}


@answered
def received(_request: HttpRequest, _body: Any) -> Any:
    taken = RECEIVED.copy()
    RECEIVED.clear()
    return taken


urlpatterns = [
    path("test/round", a_round),
    path("test/sign-in/<uuid:person>", sign_in),
    path("test/close/<uuid:gathering>", close),
    path("test/open/<uuid:gathering>", open_all),
    path("test/next/<uuid:gathering>", next_morning),
    path("test/facts/<uuid:gathering>", facts),
    path("test/writing/<uuid:gathering>", writing),
    path("test/received", received),
    *house,
]
