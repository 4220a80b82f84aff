"""The door where a member is given slips: the calendar, the room and the ballot meet here.

It is the only place of the protocol that knows who is calling, and all it passes on to the
ballot is a seat. What is asked for here is blinded; what is answered with it later comes
without a cookie.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC
from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from phronesis.admission import desk
from phronesis.admission.passes import GatheringFacts, Pass
from phronesis.admission.verdicts import Refused
from phronesis.ballot import fingerprints
from phronesis.ballot import queries as ballot
from phronesis.ballot.operations import issuing, keys
from phronesis.commons.rooms import operations as rooms
from phronesis.commons.rooms import queries as room_queries
from phronesis.commons.rooms import rules
from phronesis.commons.rooms.limits import Buckets
from phronesis.commons.voices import operations as voices
from phronesis.office.calendar import queries as calendar
from phronesis.office.calendar.rules import EARLIEST
from phronesis.office.communities import queries as communities

STANDINGS = ("phone", "console", "stage")
# Per account and gathering, never per address: a ward shares one. Ten thousand words are possible.
WORDS_AT_ONCE, WORDS_A_SECOND = 8, 1 / 120
_tries = Buckets(WORDS_AT_ONCE, WORDS_A_SECOND)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for slips that could be read."""

    gathering: UUID
    word: str
    blinded: tuple[bytes, ...]


class No(Exception):  # noqa: N818 -- an answer, not a fault
    """Why no slip is given: a status, a word for the phone and a sentence for its reader."""

    def __init__(self, status: int, reason: str, detail: str) -> None:
        super().__init__(reason)
        self.status, self.reason, self.detail = status, reason, detail


@require_GET
def show_keys(request: HttpRequest, gathering: UUID) -> JsonResponse:
    """The keys of a gathering, for whoever is in its room while it is open."""
    if not any(rooms.cookies.standing(request.COOKIES, gathering, s) for s in STANDINGS):
        return _problem(No(404, "room", _("There is no such room, or this phone is not in it.")))
    room = room_queries.room(gathering)
    if room is None or not rules.may_enter(room, request.now):  # type: ignore[attr-defined]
        return _problem(No(410, "ended", _("This gathering has ended.")))
    public, sheet_key = ballot.keys_of(gathering), keys.sheet_key(gathering)
    if public is None or sheet_key is None:
        answer = _problem(No(503, "keys", _("The slips are not ready yet. Ask in a minute.")))
        answer["Retry-After"] = "20"
        return answer
    named = str(public.fingerprint)
    return JsonResponse(
        {
            "issuers": public.issuers,
            "seals": public.seals,
            "sheet_key": base64.b64encode(sheet_key).decode(),
            "fingerprint": named,
            "fingerprint_short": shortened(named),
        }
    )


def shortened(full: str) -> str:
    """The first twenty characters in groups of four, as a stage or a sheet of paper shows them."""
    letters = full[: fingerprints.SHORT]
    groups = range(0, fingerprints.SHORT, fingerprints.GROUP)
    return "-".join(letters[i : i + fingerprints.GROUP] for i in groups)


@require_GET
def show_csrf(request: HttpRequest) -> JsonResponse:
    """The token that a page of ours sends back with `POST /ballot/tokens`.

    Its cookie is HttpOnly; only a page from this address can read this answer.
    """
    return JsonResponse({"token": get_token(request)})


@require_POST
def give(request: HttpRequest) -> JsonResponse:
    """Three blind signatures for a member who is in the room, once per membership."""
    try:
        asked = _read(request)
        holder = _member(request, asked)
        signatures = _sign(asked, voices.seat(holder, asked.gathering))
    except No as no:
        return _problem(no)
    tell_room(asked.gathering, request)
    return JsonResponse({"signatures": [base64.b64encode(one).decode() for one in signatures]})


def tell_room(gathering: UUID, request: HttpRequest) -> None:
    """Console and stage show how many slips were given, to be compared with the heads."""
    given = ballot.slips_given(gathering)
    rooms.tell_slips(gathering, given, request.now)  # type: ignore[attr-defined]


def _read(request: HttpRequest) -> Asked:
    try:
        body: Any = json.loads(request.body)
        blinded = tuple(base64.b64decode(one, validate=True) for one in body["blinded"])
        asked = Asked(UUID(str(body["gathering"])), str(body["word"]), blinded)
    except (ValueError, TypeError, KeyError, binascii.Error):
        raise _unreadable() from None
    if len(blinded) != keys.ROUNDS:
        raise _unreadable()
    return asked


def _member(request: HttpRequest, asked: Asked) -> Pass:
    """The pass of a member of the circle who does not hold this gathering and knows its word."""
    if not request.user.is_authenticated:
        raise No(401, "sign-in", _("A slip needs you to be signed in."))
    person = request.user.pk
    facts = calendar.facts(asked.gathering)
    holder = desk.pass_for(person, facts.community) if facts else None
    if facts is None or holder is None:
        text = _("Slips for this room are for the members of its circle.")
        raise No(409, "member", text)
    if not _tries.take((person, asked.gathering)):
        raise No(429, "tries", _("Several numbers were tried. Wait a few minutes, then try again."))
    if not room_queries.word_matches(asked.gathering, asked.word):
        raise No(403, "word", _("These are not the digits shown in the room now."))
    if _began_again(person, facts):
        text = _(
            "You began anew in this circle after this round could open. So that each has one say, "
            "there is a slip for you from the next round on."
        )
        raise No(409, "anew", text)
    seat = calendar.seat(person, asked.gathering)
    if seat is not None and seat.holds:
        text = _("Whoever holds the round holds no slip: the group lets go, not its facilitator.")
        raise No(409, "holds", text)
    return holder


def _began_again(person: UUID, facts: GatheringFacts) -> bool:
    """Whether she may hold a slip here under the name she had before.

    Slips are given once the room is open, a day ahead at the earliest; memberships know the
    day in UTC. Reckoned from there, no zone and no early room leaves a gap.
    """
    first = (facts.starts_at.astimezone(UTC) - EARLIEST).date()
    return communities.began_again_since(person, facts.community, first)


def _sign(asked: Asked, seat: bytes) -> list[bytes]:
    if ballot.keys_of(asked.gathering) is None:
        raise No(503, "keys", _("The slips are not ready yet. Ask in a minute."))
    try:
        return issuing.give_slips(asked.gathering, seat=seat, blinded=asked.blinded)
    except issuing.OthersSlip as other:
        raise No(409, "other", other.reason) from None
    except issuing.HeldElsewhere as elsewhere:
        raise No(409, "elsewhere", elsewhere.reason) from None
    except Refused as refused:
        raise No(409, "late", refused.reason) from None
    except ValueError:
        raise _unreadable() from None


def _unreadable() -> No:
    return No(400, "unreadable", _("This could not be read. Nothing was given, nothing is lost."))


def _problem(no: No) -> JsonResponse:
    """RFC 9457, with `reason` for the phone's script."""
    body = {"type": "about:blank", "status": no.status, "detail": no.detail, "reason": no.reason}
    return JsonResponse(body, status=no.status, content_type="application/problem+json")
