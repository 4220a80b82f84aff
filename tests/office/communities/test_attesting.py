"""Attesting what somebody who holds a circle can do: who may, until when, and who is told."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from phronesis.admission.roles import Role
from phronesis.admission.verdicts import Refused
from phronesis.office.communities import operations, rules
from phronesis.office.communities.models import Act, Membership
from phronesis.office.people import operations as people
from phronesis.office.people.models import Area, Competence
from phronesis.release.ledger import tasks
from phronesis.site import clock
from tests.factories import (
    A_DAY,
    A_THURSDAY,
    a_community,
    a_facilitator,
    a_host,
    a_member,
    a_person,
)
from tests.office.communities.test_views import text_of

pytestmark = pytest.mark.django_db
NEXT_YEAR = A_DAY + rules.ATTESTED_FOR


def a_newcomer(area: str = "ethics", *, of: Any = None, on: date = A_DAY) -> Membership:
    """Somebody who holds the circle and has declared one area."""
    newcomer = a_member(of, person=a_person("Yusuf Demir"), roles=(Role.FACILITATOR,))
    people.declare_competence(newcomer.person, area, on=on)
    return newcomer


def test_a_host_attests_what_was_declared_and_the_ledger_says_who() -> None:
    newcomer = a_newcomer()
    host = a_host(newcomer.community)

    act = operations.attest(newcomer, "ethics", until=NEXT_YEAR, by=host, at=A_THURSDAY)
    again = operations.attest(newcomer, "ethics", until=NEXT_YEAR, by=host, at=A_THURSDAY)

    row = Competence.objects.get()
    assert (row.is_attested, row.attested_by, row.until) == (True, host.person, NEXT_YEAR)
    assert act
    assert (act.act, act.subject) == ("competence.attested.ethics", str(newcomer.person_id))
    assert again is None
    assert Act.objects.count() == 1


def test_a_facilitator_attests_only_what_is_attested_to_herself() -> None:
    newcomer = a_newcomer()
    facilitator = a_facilitator(newcomer.community)
    Competence.objects.filter(person=facilitator.person).exclude(area="group-process").delete()

    with pytest.raises(Refused, match="attested to you"):
        operations.attest(newcomer, "ethics", until=NEXT_YEAR, by=facilitator, at=A_THURSDAY)
    people.declare_competence(newcomer.person, "group-process", on=A_DAY)

    assert operations.attest(
        newcomer, "group-process", until=NEXT_YEAR, by=facilitator, at=A_THURSDAY
    )


def test_what_ran_out_attests_nobody() -> None:
    newcomer = a_newcomer()
    facilitator = a_facilitator(newcomer.community)
    Competence.objects.filter(person=facilitator.person).update(until=A_DAY - timedelta(days=1))

    with pytest.raises(Refused, match="own competence is attested"):
        operations.attest(newcomer, "ethics", until=NEXT_YEAR, by=facilitator, at=A_THURSDAY)


def test_two_who_have_declared_do_not_raise_each_other() -> None:
    circle = a_community()
    one, other = a_newcomer(of=circle), a_newcomer(of=circle)

    for by, of in ((one, other), (other, one)):
        with pytest.raises(Refused):
            operations.attest(of, "ethics", until=NEXT_YEAR, by=by, at=A_THURSDAY)
    assert not Act.objects.exists()


def test_nobody_attests_herself_not_even_as_host() -> None:
    both = a_member(roles=(Role.FACILITATOR, Role.STEWARD))
    people.declare_competence(both.person, "ethics", on=A_DAY)

    with pytest.raises(Refused, match="Somebody else"):
        operations.attest(both, "ethics", until=NEXT_YEAR, by=both, at=A_THURSDAY)


def test_members_and_hosts_of_other_circles_attest_nothing() -> None:
    newcomer = a_newcomer()
    for by in (a_member(newcomer.community), a_host(a_community("Chairside"))):
        with pytest.raises(Refused):
            operations.attest(newcomer, "ethics", until=NEXT_YEAR, by=by, at=A_THURSDAY)


@pytest.mark.parametrize("days", [-1, 0, 2 * 365 + 1])
def test_an_attestation_ends_ahead_and_within_two_years(days: int) -> None:
    newcomer = a_newcomer()
    until = A_DAY + timedelta(days=days)

    with pytest.raises(Refused, match="two years"):
        operations.attest(
            newcomer, "ethics", until=until, by=a_host(newcomer.community), at=A_THURSDAY
        )


def test_what_was_not_declared_is_not_attested() -> None:
    newcomer = a_newcomer()

    with pytest.raises(Refused, match="not declared yet"):
        operations.attest(
            newcomer,
            "emotional-care",
            until=NEXT_YEAR,
            by=a_host(newcomer.community),
            at=A_THURSDAY,
        )


def test_an_attestation_is_renewed_and_never_shortened() -> None:
    newcomer = a_newcomer()
    host = a_host(newcomer.community)
    operations.attest(newcomer, "ethics", until=NEXT_YEAR, by=host, at=A_THURSDAY)

    month = timedelta(days=30)
    assert not operations.attest(
        newcomer, "ethics", until=NEXT_YEAR - month, by=host, at=A_THURSDAY
    )
    assert operations.attest(newcomer, "ethics", until=NEXT_YEAR + month, by=host, at=A_THURSDAY)
    assert Competence.objects.get().until == NEXT_YEAR + month


def test_the_page_attests_for_a_year_and_the_circle_reads_who_did(client: Client) -> None:
    newcomer = a_newcomer(on=clock.now().date())
    host = a_host(newcomer.community)
    client.force_login(host.person)
    here = f"/circles/{host.community_id}/attest/{newcomer.person_id}"
    assert here in text_of(client.get(f"/circles/{host.community_id}"))
    usual = (clock.now().date() + rules.ATTESTED_FOR).isoformat()
    assert f'value="{usual}"' in text_of(client.get(here))

    assert client.post(here, {"area": "ethics", "until": "soon"}).status_code == 422
    assert client.post(here, {"area": "ethics", "until": "2020-01-01"}).status_code == 409
    assert client.post(here, {"area": "ethics", "until": usual}).status_code == 302
    tasks.due(clock.now())

    acts = text_of(client.get(f"/circles/{host.community_id}/acts"))
    assert "attested what Yusuf Demir can do: ethics." in acts


def test_who_may_not_attest_meets_no_page(client: Client) -> None:
    newcomer = a_newcomer()
    circle = newcomer.community_id
    here = f"/circles/{circle}/attest/{newcomer.person_id}"

    for person in (a_member(newcomer.community).person, newcomer.person, a_person()):
        client.force_login(person)
        assert client.get(here).status_code == 404
    host = a_host(newcomer.community)
    client.force_login(host.person)
    nobody = client.get(f"/circles/{circle}/attest/{a_person().pk}")
    member = client.get(f"/circles/{circle}/attest/{host.person_id}")
    assert (nobody.status_code, nobody.content) == (member.status_code, member.content)


def test_what_ends_within_sixty_days_is_told_to_its_owner_and_to_nobody_else(
    client: Client,
) -> None:
    facilitator = a_facilitator()
    circle = facilitator.community_id
    host = a_host(facilitator.community)
    today = clock.now().date()

    def pages(until: date) -> tuple[str, list[str]]:
        Competence.objects.update(until=until)
        client.force_login(facilitator.person)
        own = text_of(client.get("/me"))
        client.force_login(host.person)
        here = (f"/circles/{circle}", f"/circles/{circle}/people", "/me")
        attest = f"/circles/{circle}/attest/{facilitator.person_id}"
        return own, [
            text_of(client.get(page)).partition("csrfmiddlewaretoken")[0]
            for page in (*here, attest)
        ]

    later, others_later = pages(today + timedelta(days=61))
    soon, others_soon = pages(today + timedelta(days=60))

    assert "Only you are told." in soon
    assert "Only you are told." not in later
    assert others_soon == others_later


@pytest.mark.parametrize("areas", [1, 3])
def test_the_page_costs_the_same_for_one_area_and_for_three(
    client: Client, areas: int, django_assert_num_queries: Any
) -> None:
    newcomer = a_newcomer()
    for area in Area.values[: areas - 1]:
        people.declare_competence(newcomer.person, area, on=A_DAY)
    client.force_login(a_host(newcomer.community).person)

    with django_assert_num_queries(7):
        client.get(f"/circles/{newcomer.community_id}/attest/{newcomer.person_id}")
