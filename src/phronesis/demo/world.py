"""The smallest world a rehearsal needs: one circle, one gathering about to begin, letters sent.

Run in an installation that is set up already. It prints one line of JSON: the gathering, its
code, and the addresses of everybody whose invitation is on its way. Everything is made by the
operations that pages use; nothing is written around a rule.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from phronesis.office.calendar.models import Gathering
    from phronesis.office.communities.models import Community, Membership
    from phronesis.office.people.models import Organisation, Person

TWO_FROM = 13
DOMAIN = "rehearsal.example"
COMPETENT_FOR = timedelta(days=365)
ONCE_A_YEAR = 52


@dataclass(frozen=True, slots=True)
class World:
    """What the operations of a founding need again and again."""

    organisation: "Organisation"
    circle: "Community"
    host: "Membership"
    at: datetime


def main(arguments: Sequence[str] | None = None) -> int:
    """`python -m phronesis.demo.world --data DIR --people N --format ID`."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--people", type=int, required=True)
    parser.add_argument("--format", required=True)
    parser.add_argument("--begins-in", type=int, default=1, help="minutes")
    options = parser.parse_args(arguments)
    wake(options.data)
    begins_in = timedelta(minutes=options.begins_in)
    told = make(options.people, options.format, datetime.now(UTC), begins_in)
    sys.stdout.write(json.dumps(told) + "\n")
    return 0


def wake(data: Path) -> None:
    """Have Django read the installation in `data`."""
    os.environ["PHRONESIS_DATA"] = str(data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phronesis.site.settings")
    import django  # noqa: PLC0415 -- only once it is known which installation

    django.setup()


def make(
    people: int, format_id: str, at: datetime, begins_in: timedelta = timedelta(minutes=1)
) -> dict[str, Any]:
    """Found it, put one gathering on the calendar, and invite `people` members by mail."""
    from phronesis.ballot.operations import keys  # noqa: PLC0415 -- after Django is awake
    from phronesis.commons.rooms import operations as rooms  # noqa: PLC0415
    from phronesis.office.calendar import queries as calendar  # noqa: PLC0415

    world = _found(at)
    holding = [_facilitator(world, "facilitator")]
    if people >= TWO_FROM:
        holding.append(_facilitator(world, "second"))
        _bring(world, holding[1], "co-facilitator")
    gathering = _plan(world, format_id, holding, begins_in)
    keys.make_keys(gathering.pk)
    facts = calendar.facts(gathering.pk)
    if facts is not None:
        rooms.carrying.offer(facts)
    _mail(world, f"facilitator@{DOMAIN}", role="facilitator")
    members = [f"member{number}@{DOMAIN}" for number in range(1, people + 1)]
    for address in members:
        _mail(world, address)
    return {
        "gathering": str(gathering.pk),
        "code": gathering.code,
        "facilitator": f"facilitator@{DOMAIN}",
        "people": members,
    }


def _found(at: datetime) -> World:
    """Whoever runs the service starts the circle and makes somebody else its host."""
    from phronesis.office.communities import operations as communities  # noqa: PLC0415
    from phronesis.office.communities.operations.founding import Foundation  # noqa: PLC0415
    from phronesis.office.people import consents  # noqa: PLC0415
    from phronesis.office.people.models import Organisation  # noqa: PLC0415
    from phronesis.office.people.operations import Newcomer, make_person  # noqa: PLC0415

    organisation = Organisation.objects.create(name="Rehearsal")
    operator = make_person(
        Newcomer("Operator", f"operator@{DOMAIN}", operates=True), organisation=organisation
    )
    host = make_person(Newcomer("Host", f"host@{DOMAIN}"), organisation=organisation)
    what = Foundation(name="Rehearsal", kind="peers", serves="the rehearsal")
    circle = communities.found_community(what, organisation=organisation, by=operator, at=at)
    invitation, _token = communities.invite_by_mail(
        circle, to=str(host.email), by=operator, at=at, role="steward"
    )
    agreed = consents.text("joining", "en")
    hosting = communities.accept_invitation(invitation, person=host, agreed=agreed, at=at)
    return World(organisation, circle, hosting, at)


def _facilitator(world: World, name: str) -> "Person":
    """Somebody whom another person attests all four areas."""
    from phronesis.office.people.models import Area  # noqa: PLC0415
    from phronesis.office.people.operations import (  # noqa: PLC0415
        Newcomer,
        attest_competence,
        make_person,
    )

    person = make_person(
        Newcomer(name.capitalize(), f"{name}@{DOMAIN}"), organisation=world.organisation
    )
    until = (world.at + COMPETENT_FOR).date()
    for area in Area.values:
        attest_competence(person, area, by=world.host.person, until=until)
    return person


def _bring(world: World, person: "Person", role: str) -> None:
    from phronesis.office.communities import operations as communities  # noqa: PLC0415
    from phronesis.office.people import consents  # noqa: PLC0415

    invitation, _token = communities.invite_by_mail(
        world.circle, to=str(person.email), by=world.host.person, at=world.at, role=role
    )
    agreed = consents.text("joining", "en")
    communities.accept_invitation(invitation, person=person, agreed=agreed, at=world.at)


def _plan(
    world: World, format_id: str, holding: "Sequence[Person]", begins_in: timedelta
) -> "Gathering":
    """A series whose first gathering begins soon, with a full minute."""
    from phronesis import formats  # noqa: PLC0415
    from phronesis.office.calendar import operations as calendar  # noqa: PLC0415

    script = formats.load(format_id)
    begins = (world.at + begins_in).replace(second=0, microsecond=0)
    plan = calendar.SeriesPlan(
        title=script.text("en").title,
        format_id=script.id,
        format_version=script.version,
        first_on=begins.date(),
        times=(begins.time(),),
        zone="UTC",
        minutes=script.minutes,
        weeks=ONCE_A_YEAR,
        place="here",
        facilitators=tuple(person.pk for person in holding),
    )
    series = calendar.schedule_series(plan, by=world.host, at=world.at)
    found: Gathering = series.gatherings.get()
    return found


def _mail(world: World, address: str, *, role: str = "") -> None:
    from phronesis.office.communities import letters  # noqa: PLC0415
    from phronesis.office.communities import operations as communities  # noqa: PLC0415

    invitation, token = communities.invite_by_mail(
        world.circle, to=address, by=world.host.person, at=world.at, role=role
    )
    letters.send(invitation, token, at=world.at)


if __name__ == "__main__":
    sys.exit(main())
