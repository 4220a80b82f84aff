"""The organisations, their units, and the people who are told by name."""

import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import cycle, product
from typing import Any

from phronesis.demo.hospital.reading import read
from phronesis.office.people.models import Organisation, Person, Unit
from phronesis.office.people.operations import (
    Newcomer,
    attest_competence,
    declare_competence,
    make_person,
)
from phronesis.office.people.tokens import fresh_sign_in_name

SEED = 436  # one order of names, so that two demonstrations are alike
ATTESTED_FOR = timedelta(days=300)
DECLARED_AGO = timedelta(days=6)


@dataclass(slots=True)
class House:
    """One organisation and how its people are called and speak."""

    organisation: Organisation
    told: dict[str, Any]
    names: Iterator[str]
    professions: Iterator[str]

    @property
    def language(self) -> str:
        return str(self.told["language"])

    @property
    def zone(self) -> str:
        return str(self.told["zone"])


@dataclass(slots=True)
class Cast:
    """Everybody told by name, and the houses they work in."""

    houses: dict[str, House] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def somebody(self, house: House, profession: str = "") -> Person:
        """One of the others: came in with a code from a wall, and gave no address."""
        who = Newcomer(
            name=next(house.names),
            sign_in_name=fresh_sign_in_name(),
            language=house.language,
            profession=profession or next(house.professions),
        )
        return make_person(who, organisation=house.organisation)


def people_it(at: datetime) -> Cast:
    """Make the organisations and everybody told by name, with what they can do."""
    told = read("people")
    cast = Cast()
    for id_, house in told["organisations"].items():
        cast.houses[id_] = _house(house, told["others"][id_], told["professions"][id_])
    for one in told["people"]:
        cast.people[one["id"]] = _person(one, cast.houses[one["at"]])
    for id_, can in told["competences"].items():
        _competences(cast, id_, can, at)
    return cast


def address(name: str, domain: str) -> str:
    """The address of somebody: `ana.lucia.quispe@stbrigids.example`."""
    bare = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("ø", "o"))
    letters = "".join(c for c in bare if not unicodedata.combining(c)).lower()
    parts = [part for part in letters.split() if part not in ("dr", "prof.")]
    return f"{'.'.join(parts)}@{domain}"


def _house(told: dict[str, Any], names: list[dict[str, Any]], professions: list[str]) -> House:
    organisation = Organisation.objects.create(name=told["name"])
    Unit.objects.bulk_create([Unit(organisation=organisation, name=n) for n in told["units"]])
    pairs = [f"{a} {b}" for group in names for a, b in product(group["given"], group["family"])]
    random.Random(SEED).shuffle(pairs)  # noqa: S311 -- an order of names, no secret
    return House(organisation, told, iter(pairs), cycle(professions))


def _person(one: dict[str, Any], house: House) -> Person:
    who = Newcomer(
        name=one["name"],
        email=address(one["name"], house.told["domain"]),
        language=house.language,
        profession=one["profession"],
        title=one.get("title", ""),
        operates=one.get("operates", False),
    )
    return make_person(who, organisation=house.organisation)


def _competences(cast: Cast, id_: str, can: dict[str, Any], at: datetime) -> None:
    person, by = cast.people[id_], cast.people[can["by"]]
    for area in can["attested"]:
        attest_competence(person, area, by=by, until=(at + ATTESTED_FOR).date())
    for area in can.get("declared", ()):
        declare_competence(person, area, on=(at - DECLARED_AGO).date())
