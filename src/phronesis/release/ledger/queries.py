"""What a circle can read of the ledger."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from phronesis.office.people.models import Person
from phronesis.release.ledger.models import Entry


@dataclass(frozen=True, slots=True)
class ReadAct:
    """One privileged act with the names of those who are still here; empty where they are not."""

    act: str
    at: datetime
    by: str
    of: str


def acts_of(community: UUID, at_most: int = 200) -> list[ReadAct]:
    """The latest acts of a circle, newest first. Two queries."""
    entries = list(Entry.objects.filter(community=community).order_by("-number")[:at_most])
    ids = {entry.actor for entry in entries if entry.actor}
    ids |= {found for entry in entries if (found := _person(entry.subject))}
    names = {person.pk: person.name for person in Person.objects.filter(pk__in=ids)}
    return [
        ReadAct(
            entry.act,
            entry.at,
            names.get(entry.actor, "") if entry.actor else "",
            names.get(found, "") if (found := _person(entry.subject)) else "",
        )
        for entry in entries
    ]


def _person(subject: str) -> UUID | None:
    try:
        return UUID(subject)
    except ValueError:
        return None
