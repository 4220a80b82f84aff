"""What can be asked about people."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from phronesis.office.people.models import Competence, OneTimeLink, Person, Profession
from phronesis.office.people.tokens import digest


def named(person: UUID | None) -> Person | None:
    """The person with this id, or None."""
    return Person.objects.filter(pk=person, is_active=True).first() if person else None


def by_what_was_typed(typed: str) -> Person | None:
    """Whoever signs in with this address or this name."""
    cleaned = typed.strip().lower()
    if not cleaned:
        return None
    return Person.objects.filter(Q(email=cleaned) | Q(sign_in_name=cleaned), is_active=True).first()


def open_link(token: str, at: datetime) -> OneTimeLink | None:
    """A link in that can still be used, or None: used, expired and never made look alike."""
    return _open_links(token, at).exclude(purpose=OneTimeLink.Purpose.ADDRESS).first()


def open_address_link(token: str, person: UUID, at: datetime) -> OneTimeLink | None:
    """A link that confirms this person's new address, or None. Nobody else can use it."""
    links = _open_links(token, at).filter(purpose=OneTimeLink.Purpose.ADDRESS)
    return links.filter(person_id=person).first()


def _open_links(token: str, at: datetime) -> QuerySet[OneTimeLink]:
    return OneTimeLink.objects.filter(
        token_hash=digest(token), used=False, expires_at__gt=at, person__is_active=True
    ).select_related("person")


def professions() -> list[Profession]:
    return list(Profession.objects.all())


def competences_of(people: Collection[UUID], today: date) -> dict[UUID, list[Competence]]:
    """Each person's competences that have not run out, in one query."""
    found: dict[UUID, list[Competence]] = {person: [] for person in people}
    for row in Competence.objects.filter(person__in=people, until__gte=today):
        found[row.person_id].append(row)
    return found


def own_competences(person: UUID) -> list[Competence]:
    """Everything she declared or somebody attested, also what has run out. One query."""
    return list(Competence.objects.filter(person=person))


def attested_areas(person: UUID, today: date) -> frozenset[str]:
    """The areas somebody else attests to this person now. One query."""
    rows = Competence.objects.filter(
        person=person, basis=Competence.Basis.ATTESTED, until__gte=today
    )
    return frozenset(rows.values_list("area", flat=True))


def leaders() -> QuerySet[Person]:
    """People with a title: whom something for those who decide can be addressed to."""
    return Person.objects.filter(is_active=True).exclude(title="").order_by("name")
