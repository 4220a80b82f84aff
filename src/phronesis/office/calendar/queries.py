"""What can be asked of the calendar. "Not yours" and "not there" are the same answer."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from phronesis.admission.passes import GatheringFacts
from phronesis.admission.roles import FACILITATING
from phronesis.office.calendar.models import (
    FeedSecret,
    Gathering,
    GatheringFacilitator,
    LettingGo,
    Rsvp,
    Series,
    Sponsorship,
)
from phronesis.office.communities import codes
from phronesis.office.communities import queries as communities
from phronesis.office.communities.models import Membership
from phronesis.office.people.models import Competence, Person

PLANNED, CLOSED = Gathering.State.PLANNED, Gathering.State.CLOSED
COMING = (Rsvp.Answer.YES, Rsvp.Answer.LATE)


@dataclass(frozen=True, slots=True)
class Seat:
    """A gathering as one member of its circle sees it. `answer` is empty until given."""

    gathering: Gathering
    membership: Membership
    holds: bool
    answer: str
    is_full: bool


@dataclass(frozen=True, slots=True)
class Opening:
    """What has to be known to say whether a room may be opened.

    `attested`, `declared`: areas of competence that are current on `today`, held jointly by
    the `facilitators`. `sponsored_on` is None where nobody stands by this gathering.
    `expected`: the larger of those who said they come and those who hold it. `is_first`: the
    person asking has held no gathering yet; for somebody who does not hold it, its holders.
    """

    gathering: UUID
    state: str
    starts_at: datetime
    ends_at: datetime
    facilitates: bool
    facilitators: int
    attested: frozenset[str]
    declared: frozenset[str]
    is_first: bool
    sponsored_on: date | None
    sponsor: str
    expected: int
    today: date


@dataclass(frozen=True, slots=True)
class Hours:
    """When one gathering's texts wait for everybody's word. Times are in UTC."""

    id: UUID
    gathering: UUID
    community: UUID
    round: int
    opens_at: datetime
    closes_at: datetime


def facts(gathering: UUID) -> GatheringFacts | None:
    """What every room may know of a gathering. Two queries."""
    return _first(_told().filter(pk=gathering))


def by_code(code: str) -> GatheringFacts | None:
    """The gathering with this code, planned or over, but not called off. Two queries."""
    return _first(_told().filter(code=codes.normalised(code)).exclude(state="cancelled"))


def next_of(community: UUID, at: datetime) -> GatheringFacts | None:
    """The next gathering of a circle that is not over yet. Two queries."""
    return _first(_told().filter(community_id=community, state=PLANNED, ends_at__gt=at))


def upcoming_for(person: UUID, at: datetime) -> tuple[GatheringFacts, ...]:
    """Every planned gathering of the person's circles that is not over. Two queries."""
    return tuple(_facts(gathering) for gathering in _near(person, at))


def feed_for(secret: str, at: datetime) -> tuple[Person, tuple[Gathering, ...]] | None:
    """Whose calendar address this is, and what stands in it; None for any other secret."""
    known = FeedSecret.objects.filter(hash=hash_of(secret)).select_related("person").first()
    if known is None or not known.person.is_active:
        return None
    mine = _member_of(known.person_id).filter(ends_at__gt=at - timedelta(days=28))
    return known.person, tuple(mine)


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def seat(person: UUID, gathering: UUID) -> Seat | None:
    """The one door to a gathering's page. Six queries at most."""
    found = Gathering.objects.filter(pk=gathering).select_related("community", "series").first()
    if found is None:
        return None
    membership = communities.membership_of(person, found.community_id)
    if membership is None:
        return None
    answer = Rsvp.objects.filter(gathering=found, person_id=person).first()
    return Seat(
        gathering=found,
        membership=membership,
        holds=found.facilitators.filter(pk=person).exists(),
        answer=answer.answer if answer else "",
        is_full=is_full(found, besides=person),
    )


def is_full(gathering: Gathering, *, besides: UUID) -> bool:
    """Whether every place is taken by somebody else."""
    if gathering.capacity is None:
        return False
    return _coming(gathering).exclude(person_id=besides).count() >= gathering.capacity


def holders(gathering: UUID) -> tuple[str, ...]:
    """The names of those who hold it."""
    held_by = GatheringFacilitator.objects.filter(gathering=gathering)
    return tuple(held_by.order_by("person__name").values_list("person__name", flat=True))


def may_hold(community: UUID) -> tuple[tuple[UUID, str], ...]:
    """The facilitators of a circle, as (person, name), by name. One query."""
    parts = Membership.objects.filter(
        community=community, left_on__isnull=True, held__role__in=FACILITATING
    )
    found = parts.order_by("person__name").values_list("person_id", "person__name")
    return tuple(found.distinct())


def series_of(community: UUID) -> tuple[Series, ...]:
    """The circle's series, the newest last."""
    return tuple(Series.objects.filter(community=community).order_by("first_on", "id"))


def opening(gathering: UUID, person: UUID, at: datetime) -> Opening | None:
    """What the rules need to know before a room opens. Six queries."""
    found = Gathering.objects.filter(pk=gathering).prefetch_related("facilitators").first()
    if found is None:
        return None
    holding = [facilitator.pk for facilitator in found.facilitators.all()]
    today = at.astimezone(ZoneInfo(found.zone)).date()
    sponsorship = Sponsorship.objects.filter(gathering=found).select_related("by").first()
    attested, declared = _competences(holding, today)
    return Opening(
        gathering=found.pk,
        state=found.state,
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        facilitates=person in holding,
        facilitators=len(holding),
        attested=attested,
        declared=declared,
        is_first=not Gathering.objects.filter(
            facilitators__in=[person] if person in holding else holding, state=CLOSED
        ).exists(),
        sponsored_on=sponsorship.on if sponsorship else None,
        sponsor=sponsorship.by.name if sponsorship else "",
        expected=max(_coming(found).count(), len(holding)),
        today=today,
    )


def hours_open(at: datetime) -> tuple[Hours, ...]:
    """Letting go that is open at this moment. One query."""
    return _hours(LettingGo.objects.filter(opens_at__lte=at, closes_at__gt=at))


def hours_ended(at: datetime) -> tuple[Hours, ...]:
    """Letting go that was open, is over, and has not been settled. One query."""
    opened = (LettingGo.State.OPEN, LettingGo.State.CLOSED)
    return _hours(LettingGo.objects.filter(closes_at__lte=at, state__in=opened))


def hours_of(gathering: UUID) -> Hours | None:
    """The latest round of a gathering, whatever its state. One query."""
    rounds = _hours(LettingGo.objects.filter(gathering=gathering).order_by("round"))
    return rounds[-1] if rounds else None


def _told() -> QuerySet[Gathering]:
    return Gathering.objects.select_related("community").prefetch_related("facilitators")


def _first(gatherings: QuerySet[Gathering]) -> GatheringFacts | None:
    found = gatherings.first()
    return _facts(found) if found else None


def _member_of(person: UUID) -> QuerySet[Gathering]:
    return _told().filter(
        community__memberships__in=Membership.objects.filter(person_id=person, left_on__isnull=True)
    )


def _near(person: UUID, at: datetime) -> QuerySet[Gathering]:
    return _member_of(person).filter(state=PLANNED, ends_at__gt=at)


def _coming(gathering: Gathering) -> QuerySet[Rsvp]:
    return Rsvp.objects.filter(gathering=gathering, answer__in=COMING)


def _competences(people: list[UUID], today: date) -> tuple[frozenset[str], frozenset[str]]:
    """Attested, and declared, areas that are current."""
    rows = Competence.objects.filter(Q(person__in=people), until__gte=today)
    found = list(rows.values_list("area", "basis"))
    return (
        frozenset(area for area, basis in found if basis == Competence.Basis.ATTESTED),
        frozenset(area for area, _basis in found),
    )


def _hours(rows: QuerySet[LettingGo]) -> tuple[Hours, ...]:
    return tuple(
        Hours(
            id=row.pk,
            gathering=row.gathering_id,
            community=row.gathering.community_id,
            round=row.round,
            opens_at=row.opens_at,
            closes_at=row.closes_at,
        )
        for row in rows.select_related("gathering")
    )


def _facts(gathering: Gathering) -> GatheringFacts:
    community = gathering.community
    return GatheringFacts(
        id=gathering.pk,
        community=gathering.community_id,
        community_name=community.name,
        title=gathering.title,
        code=gathering.code,
        format_id=gathering.format_id,
        format_version=gathering.format_version,
        starts_at=gathering.starts_at,
        ends_at=gathering.ends_at,
        zone=gathering.zone,
        capacity=gathering.capacity,
        place=gathering.place,
        kind=community.kind,
        facilitators=tuple(sorted(person.name for person in gathering.facilitators.all())),
        language=community.language,
        retention_days=community.retention_days,
    )


def has_ended(gathering: UUID, at: datetime) -> bool:
    """Whether its record is closed, or it was over a day ago. One query."""
    found = Gathering.objects.filter(pk=gathering).only("state", "ends_at").first()
    return found is None or found.state == CLOSED or found.ends_at + timedelta(hours=24) <= at


def started(at: datetime) -> tuple[UUID, ...]:
    """Planned gatherings that have begun: their rooms may have closed. One query."""
    begun = Gathering.objects.filter(state=PLANNED, starts_at__lte=at + timedelta(hours=1))
    return tuple(begun.values_list("pk", flat=True))


def beginning_between(begin: datetime, end: datetime) -> tuple[GatheringFacts, ...]:
    """Planned gatherings that begin by `end` and are not over at `begin`. Two queries."""
    found = _told().filter(state=PLANNED, ends_at__gt=begin, starts_at__lt=end)
    return tuple(_facts(gathering) for gathering in found)
