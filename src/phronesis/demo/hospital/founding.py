"""The circles: started, hosted, filled, and what they agreed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle
from typing import Any

from phronesis.admission.roles import FACILITATING
from phronesis.demo.hospital.peopling import Cast, House
from phronesis.demo.hospital.reading import read
from phronesis.office.communities import operations as communities
from phronesis.office.communities import queries
from phronesis.office.communities.models import Community, Membership
from phronesis.office.communities.operations.founding import Foundation
from phronesis.office.people import consents
from phronesis.office.people.models import Person


def found_all(cast: Cast, at: datetime) -> dict[str, Community]:
    """Every circle of the story, the oldest first."""
    told = sorted(read("circles"), key=lambda circle: -circle["days"])
    return {circle["id"]: _found(circle, cast, at) for circle in told}


def host_of(circle: Community) -> Membership:
    """The first of its hosts."""
    return next(member for member in queries.members_of(circle.pk) if member.hosts)


def facilitators_of(circle: Community) -> list[Person]:
    """Those who hold its rounds."""
    return [m.person for m in queries.members_of(circle.pk) if FACILITATING & set(m.roles)]


def _found(told: dict[str, Any], cast: Cast, at: datetime) -> Community:
    house, then = cast.houses[told["at"]], at - timedelta(days=told["days"])
    operator = next(person for person in cast.people.values() if person.operates)
    what = Foundation(
        name=told["name"],
        kind=told["kind"],
        serves=told["serves"],
        language=house.language,
        zone=house.zone,
    )
    circle = communities.found_community(
        what, organisation=house.organisation, by=operator, at=then
    )
    host = _bring(circle, cast.people[told["host"]], by=operator, role="steward", at=then)
    _fill(circle, told, cast, host.person, then)
    _agree(circle, told, house, then)
    for stage, days, reason in told["stages"]:
        when = at - timedelta(days=days)
        communities.enter_stage(circle, stage, reason=reason, by=host_of(circle), at=when)
    return circle


def _bring(
    circle: Community, person: Person, *, by: Person, role: str = "", at: datetime
) -> Membership:
    invitation, _token = communities.invite_by_mail(
        circle, to=str(person.email), by=by, at=at, role=role
    )
    agreed = consents.text("joining", circle.language)
    return communities.accept_invitation(invitation, person=person, agreed=agreed, at=at)


def _fill(
    circle: Community, told: dict[str, Any], cast: Cast, host: Person, then: datetime
) -> None:
    """Facilitators and members told by name, then others until the circle has its size."""
    for id_, role in told["facilitators"].items():
        _bring(circle, cast.people[id_], by=host, role=role, at=then)
    for id_ in told["members"]:
        _bring(circle, cast.people[id_], by=host, at=then)
    missing = told["size"] - queries.size_of(circle.pk)
    if missing <= 0:
        return
    wall = communities.invite_by_code(circle, by=host, at=then, people=missing)
    agreed = consents.text("joining", circle.language)
    for person in _others(missing, told, cast, cast.houses[told["at"]]):
        communities.accept_invitation(wall, person=person, agreed=agreed, at=then)


def _others(number: int, told: dict[str, Any], cast: Cast, house: House) -> Iterator[Person]:
    professions = cycle(told.get("professions", [""]))
    for _one in range(number):
        yield cast.somebody(house, next(professions))


def _agree(circle: Community, told: dict[str, Any], house: House, then: datetime) -> None:
    host = host_of(circle)
    communities.write_charter(circle, told["charter"], by=host, at=then)
    communities.agree_ground_rules(circle, told["ground_rules"], language=house.language, by=host)
    if told["trust"]:
        communities.write_trust_statement(circle, told["trust"], by=host)
