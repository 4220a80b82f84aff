"""Typed functions that make one thing with the least data. Extend, do not decorate."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from phronesis.admission.roles import Role
from phronesis.office.communities.models import Community, Membership, MembershipRole
from phronesis.office.people.models import Area, Competence, Organisation, Person

A_THURSDAY = datetime(2026, 3, 12, 14, 15, tzinfo=UTC)
A_DAY: date = A_THURSDAY.date()
PASSWORD = "a long enough sentence"

_number = count(1)


def an_organisation() -> Organisation:
    return Organisation.objects.get_or_create(name="St. Brigid's")[0]


def a_person(name: str = "Maren Solheim", *, email: str = "", password: str = "") -> Person:
    person = Person(
        name=name,
        email=email or f"person{next(_number)}@example.org",
        organisation=an_organisation(),
    )
    if password:
        person.set_password(password)
    else:
        person.set_unusable_password()
    Person.objects.bulk_create([person])
    return person


def a_community(name: str = "Nights", *, kind: str = "peers") -> Community:
    return Community.objects.create(
        organisation=an_organisation(), name=name, kind=kind, founded_on=A_DAY, serves="Ward 6"
    )


def a_member(
    of: Community | None = None, *, person: Person | None = None, roles: tuple[Role, ...] = ()
) -> Membership:
    membership = Membership.objects.create(
        community=of or a_community(),
        person=person or a_person(),
        joined_on=A_DAY,
        standing_confirmed_on=A_DAY,
    )
    MembershipRole.objects.bulk_create(
        [MembershipRole(membership=membership, role=role.value) for role in roles]
    )
    return membership


def a_host(of: Community | None = None) -> Membership:
    return a_member(of, roles=(Role.STEWARD,))


def a_facilitator(of: Community | None = None) -> Membership:
    """Someone who may hold a round: all four areas attested, for a year."""
    membership = a_member(of, roles=(Role.FACILITATOR,))
    attester = a_person("Miriam Adler")
    for area in Area.values:
        Competence.objects.create(
            person=membership.person,
            area=area,
            basis=Competence.Basis.ATTESTED,
            attested_by=attester,
            until=A_DAY + timedelta(days=365),
        )
    return membership
