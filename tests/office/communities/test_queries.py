"""What can be asked about circles, and what it costs."""

from datetime import timedelta
from typing import Any

import pytest

from phronesis.admission import desk
from phronesis.admission.roles import Role
from phronesis.office.communities import operations, queries
from phronesis.office.people.models import Competence
from tests.factories import (
    A_DAY,
    A_THURSDAY,
    a_community,
    a_facilitator,
    a_host,
    a_member,
    a_person,
)

pytestmark = pytest.mark.django_db


def test_a_circle_that_is_not_yours_looks_like_no_circle() -> None:
    circle = a_member().community
    stranger = a_person()

    assert queries.membership_of(stranger.pk, circle.pk) is None
    assert queries.membership_of(stranger.pk, stranger.pk) is None


def test_who_left_and_who_was_closed_do_not_belong() -> None:
    member = a_member()
    assert queries.membership_of(member.person_id, member.community_id) == member

    operations.leave(member, at=A_THURSDAY)

    assert queries.membership_of(member.person_id, member.community_id) is None


def test_the_desk_gives_a_pass_with_the_parts_held_here_and_nowhere_else() -> None:
    facilitator = a_facilitator()
    elsewhere = a_member(a_community("Chairside"), person=facilitator.person)

    here = desk.pass_for(facilitator.person_id, facilitator.community_id)
    there = desk.pass_for(facilitator.person_id, elsewhere.community_id)

    assert here
    assert here.roles == {Role.MEMBER, Role.FACILITATOR}
    assert there
    assert there.roles == {Role.MEMBER}
    assert here.handle != there.handle


@pytest.mark.parametrize("many", [1, 3])
def test_pages_cost_the_same_for_one_and_for_three(
    many: int, django_assert_num_queries: Any
) -> None:
    circle = a_community()
    person = a_host(circle).person
    for _each in range(many):
        a_facilitator(circle)
        a_member(a_community(), person=person)

    with django_assert_num_queries(8):
        page = queries.circle_page(person.pk, circle.pk, language="en", today=A_DAY)
    with django_assert_num_queries(2):
        assert len(queries.circles_of(person.pk)) == many + 1
    with django_assert_num_queries(2):
        assert len(queries.members_of(circle.pk)) == many + 1
    assert page
    assert len(page.facilitators) == many


def test_a_competence_that_ran_out_is_not_shown() -> None:
    facilitator = a_facilitator()
    Competence.objects.filter(area="ethics").update(until=A_DAY - timedelta(days=1))

    (found,) = queries.facilitators_of(facilitator.community_id, A_DAY)

    assert {row.area for row in found.competences} == {
        "group-process",
        "emotional-care",
        "moral-resilience",
    }


def test_ground_rules_come_in_the_readers_language_or_the_circles() -> None:
    host = a_host()
    operations.agree_ground_rules(
        host.community, ["What is said here stays."], language="en", by=host
    )
    operations.agree_ground_rules(host.community, ["Det blir her."], language="nb", by=host)

    assert queries.ground_rules(host.community, "nb") == ("Det blir her.",)
    assert queries.ground_rules(host.community, "es") == ("What is said here stays.",)
