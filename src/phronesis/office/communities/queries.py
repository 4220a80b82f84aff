"""What can be asked about circles. "Not yours" and "not there" are the same answer."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from phronesis.admission.roles import FACILITATING, Role
from phronesis.office.communities.codes import normalised
from phronesis.office.communities.elements import Option, elements
from phronesis.office.communities.models import (
    Charter,
    Community,
    GroundRule,
    Invitation,
    JoinRequest,
    Membership,
    StageEntry,
)
from phronesis.office.people.models import Competence, Person
from phronesis.office.people.tokens import digest

REQUEST_LASTS = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Facilitator:
    """Who holds the circle, and what stands behind it."""

    person: UUID
    name: str
    competences: tuple[Competence, ...]


@dataclass(frozen=True, slots=True)
class CharterLine:
    """One element of the charter as the page shows it."""

    id: str
    title: str
    picks: tuple[Option, ...]
    words: str
    proposed: bool


@dataclass(frozen=True, slots=True)
class CirclePage:
    """Everything the circle page shows of office, fetched with a fixed number of queries."""

    circle: Community
    membership: Membership
    charter: tuple[CharterLine, ...]
    ground_rules: tuple[str, ...]
    stage: StageEntry | None
    facilitators: tuple[Facilitator, ...]
    hosts: tuple[str, ...]


def _current() -> QuerySet[Membership]:
    return (
        Membership.objects.filter(left_on__isnull=True, person__is_active=True)
        .select_related("community", "person")
        .prefetch_related("held")
    )


def membership_of(person: UUID, community: UUID) -> Membership | None:
    """The person's present membership with its roles, or None. Two queries."""
    return _current().filter(person_id=person, community_id=community).first()


def circles_of(person: UUID) -> list[Membership]:
    """The person's present memberships, by the circle's name. Two queries."""
    return list(_current().filter(person_id=person).order_by("community__name"))


def members_of(community: UUID) -> list[Membership]:
    """Present members by name, for whoever hosts the circle. Two queries."""
    return list(_current().filter(community_id=community).order_by("person__name"))


def size_of(community: UUID) -> int:
    """How many belong to the circle now."""
    return Membership.objects.filter(
        community_id=community, left_on__isnull=True, person__is_active=True
    ).count()


def circle(community: UUID) -> Community | None:
    return Community.objects.filter(pk=community).first()


def joinable(community: UUID) -> Community | None:
    """A circle that can be come into by its address; not open and not there look alike."""
    found = circle(community)
    return found if found and found.join_mode != Community.JoinMode.INVITATION else None


def has_asked(person: UUID, community: UUID, today: date) -> bool:
    """Whether the person asked to come in and it has not lapsed, declined or not."""
    return _lasting(today).filter(person_id=person, community_id=community).exists()


def waiting_requests(community: UUID, today: date) -> QuerySet[JoinRequest]:
    """For the hosts: who asks to come in. One query."""
    waiting = _lasting(today).filter(community_id=community, declined=False)
    return waiting.filter(person__is_active=True).select_related("person")


def _lasting(today: date) -> QuerySet[JoinRequest]:
    return JoinRequest.objects.filter(asked_on__gt=today - REQUEST_LASTS)


def began_again_since(person: UUID, community: UUID, day: date) -> bool:
    """Whether the person has had another name in this circle on this day (UTC) or later.

    By starting anew, or by leaving and coming in again. One query.
    """
    return Membership.objects.filter(
        Q(anew_on__gte=day) | Q(left_on__gte=day), person_id=person, community_id=community
    ).exists()


def hosts_somewhere(person: UUID) -> bool:
    """Whether the person hosts any circle now."""
    return _current().filter(person_id=person, held__role=Role.STEWARD.value).exists()


def facilitators_of(community: UUID, today: date) -> list[Facilitator]:
    """Who may hold the circle's gatherings, with competences that have not run out."""
    return _facilitators(_parts(community, today))


def circle_page(person: UUID, community: UUID, *, language: str, today: date) -> CirclePage | None:
    """The circle as one of its members sees it, or None. Eight queries, for any size."""
    membership = membership_of(person, community)
    if membership is None:
        return None
    parts = _parts(community, today)
    return CirclePage(
        circle=membership.community,
        membership=membership,
        charter=charter_lines(present_charter(community)),
        ground_rules=ground_rules(membership.community, language),
        stage=StageEntry.objects.filter(community=community).first(),
        facilitators=tuple(_facilitators(parts)),
        hosts=tuple(sorted(part.person.name for part in parts if part.hosts)),
    )


def present_charter(community: UUID) -> Charter | None:
    """The latest version of the charter."""
    return Charter.objects.filter(community_id=community).order_by("-version").first()


def charter_lines(charter: Charter | None) -> tuple[CharterLine, ...]:
    """The elements that have an answer, in the table's order."""
    answers = charter.answers if charter else {}
    lines = []
    for element in elements():
        answer = answers.get(element.id) or {}
        picks = tuple(o for o in element.options if o.id in answer.get("picks", ()))
        words = answer.get("words", "")
        if picks or words:
            lines.append(CharterLine(element.id, element.title, picks, words, element.proposed))
    return tuple(lines)


def ground_rules(community: Community, language: str) -> tuple[str, ...]:
    """In the reader's language where the circle wrote them in it, otherwise in its own."""
    rules: dict[str, list[str]] = {}
    for rule in GroundRule.objects.filter(community=community):
        rules.setdefault(rule.language, []).append(rule.words)
    own = rules.get(community.language) or next(iter(rules.values()), [])
    return tuple(rules.get(language) or own)


def stage_history(community: UUID) -> list[StageEntry]:
    """Every stage the circle said it was in, the latest first."""
    return list(StageEntry.objects.filter(community_id=community))


def open_invitation(token: str, at: datetime) -> Invitation | None:
    """By its mailed token; used, expired and never made look alike."""
    return _open(at).filter(token_hash=digest(token)).first()


def invitation_by_code(typed: str) -> Invitation | None:
    """By its code, open or over: a code is no secret, so its end may be told."""
    return (
        Invitation.objects.select_related("community", "by").filter(code=normalised(typed)).first()
    )


def open_invitations(community: UUID, at: datetime) -> list[Invitation]:
    """For the hosts: what still lets somebody in."""
    return [
        found
        for found in _open(at).filter(community_id=community).order_by("expires_at")
        if not found.is_used_up
    ]


def _open(at: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(expires_at__gt=at).select_related("community", "by")


def _parts(community: UUID, today: date) -> list[Membership]:
    """Members with a part beyond being a member, and their current competences."""
    current = Competence.objects.filter(until__gte=today).select_related("attested_by")
    return list(
        _current()
        .filter(community_id=community, held__isnull=False)
        .distinct()
        .order_by("person__name")
        .prefetch_related(Prefetch("person__competences", queryset=current))
    )


def _facilitators(parts: list[Membership]) -> list[Facilitator]:
    holding = {role.value for role in FACILITATING}
    return [
        Facilitator(part.person_id, part.person.name, tuple(part.person.competences.all()))
        for part in parts
        if holding & set(part.roles)
    ]


def person_with_address(email: str) -> Person | None:
    return Person.objects.filter(email=email.strip().lower()).first() if email else None
