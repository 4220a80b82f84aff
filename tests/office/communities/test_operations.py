"""Founding, inviting, coming in, parts, leaving: the deed, its record, and each refusal."""

from datetime import timedelta

import pytest

from phronesis.admission.roles import Role
from phronesis.admission.verdicts import Refused
from phronesis.office.communities import operations, queries
from phronesis.office.communities.models import Act, Community, Membership
from phronesis.office.communities.operations.founding import Foundation
from phronesis.office.people import consents
from phronesis.office.people.models import Person
from phronesis.office.people.operations import Newcomer
from phronesis.release.ledger import operations as ledger
from phronesis.release.ledger import tasks
from phronesis.release.ledger.models import Entry
from tests.factories import (
    A_THURSDAY,
    a_community,
    a_host,
    a_member,
    a_person,
    an_organisation,
)

pytestmark = pytest.mark.django_db
NIGHTS = Foundation("Nights", "peers", serves="Ward 6")
AGREED = consents.text("joining", "en")


def found(by: Person) -> Community:
    return operations.found_community(NIGHTS, organisation=an_organisation(), by=by, at=A_THURSDAY)


def test_whoever_runs_the_service_starts_a_circle_and_does_not_belong_to_it() -> None:
    operator = a_person()
    Person.objects.filter(pk=operator.pk).update(operates=True)
    operator.refresh_from_db()

    circle = found(operator)

    assert queries.membership_of(operator.pk, circle.pk) is None
    assert circle.stages.get().stage == "potential"
    assert Act.objects.get().act == "circle.founded"


def test_a_host_who_starts_a_circle_hosts_it() -> None:
    host = a_host().person

    membership = queries.membership_of(host.pk, found(host).pk)

    assert membership
    assert membership.hosts


def test_somebody_who_hosts_nothing_starts_no_circle() -> None:
    with pytest.raises(Refused, match="Ask a host"):
        found(a_member().person)
    assert not Act.objects.exists()


def test_the_first_host_is_invited_by_whoever_started_it_and_later_ones_are_not() -> None:
    operator = a_person()
    Person.objects.filter(pk=operator.pk).update(operates=True)
    operator.refresh_from_db()
    circle = found(operator)

    invitation = operations.invite_by_code(circle, by=operator, at=A_THURSDAY, role="steward")
    first = operations.accept_invitation(
        invitation, person=a_person(), agreed=AGREED, at=A_THURSDAY
    )

    member = queries.membership_of(first.person_id, circle.pk)
    assert member
    assert member.hosts
    with pytest.raises(Refused):
        operations.invite_by_code(circle, by=operator, at=A_THURSDAY)


def test_coming_in_twice_is_coming_in_once() -> None:
    host = a_host()
    invitation, _token = operations.invite_by_mail(
        host.community, to="Lorna@example.org", by=host.person, at=A_THURSDAY
    )
    lorna = a_person("Lorna")

    first = operations.accept_invitation(invitation, person=lorna, agreed=AGREED, at=A_THURSDAY)
    again = operations.accept_invitation(invitation, person=lorna, agreed=AGREED, at=A_THURSDAY)

    invitation.refresh_from_db()
    assert first == again
    assert (invitation.uses, invitation.to_email) == (1, "")
    assert first.standing_confirmed_on == A_THURSDAY.date()


def test_a_used_or_ended_invitation_lets_nobody_in_and_makes_nobody() -> None:
    host = a_host()
    invitation = operations.invite_by_code(host.community, by=host.person, at=A_THURSDAY, people=1)
    lorna, late = Newcomer("Lorna", sign_in_name="a-b"), Newcomer("Kofi", sign_in_name="c-d")
    operations.accept_as_newcomer(invitation, lorna, agreed=AGREED, at=A_THURSDAY)

    with pytest.raises(Refused):
        operations.accept_as_newcomer(invitation, late, agreed=AGREED, at=A_THURSDAY)
    invitation.max_uses = 9
    invitation.save()
    with pytest.raises(Refused):
        operations.accept_as_newcomer(
            invitation, late, agreed=AGREED, at=A_THURSDAY + timedelta(days=15)
        )
    assert not Person.objects.filter(name="Kofi").exists()


def test_a_charter_is_written_in_versions_and_never_over_somebody_else() -> None:
    host = a_host()
    answers = {"purpose": {"picks": ["ethics", "made-up"], "words": " To go home lighter. "}}

    operations.write_charter(host.community, answers, by=host, at=A_THURSDAY, after=0)
    with pytest.raises(Refused, match="Another host"):
        operations.write_charter(host.community, {}, by=host, at=A_THURSDAY, after=0)

    (line,) = queries.charter_lines(queries.present_charter(host.community_id))
    assert [(pick.id, pick.proposed) for pick in line.picks] == [("ethics", True)]
    assert line.words == "To go home lighter."


def test_a_stage_is_entered_by_a_person_for_a_reason_forward_or_back() -> None:
    host = a_host()
    for stage in ("maturation", "fusion"):
        operations.enter_stage(
            host.community, stage, reason="Three new people.", by=host, at=A_THURSDAY
        )
    with pytest.raises(Refused, match="why"):
        operations.enter_stage(host.community, "fusion", reason=" ", by=host, at=A_THURSDAY)

    assert [s.stage for s in queries.stage_history(host.community_id)] == ["fusion", "maturation"]


def test_members_write_no_charter_say_no_stage_and_give_no_parts() -> None:
    member = a_member()
    with pytest.raises(Refused):
        operations.write_charter(member.community, {}, by=member, at=A_THURSDAY)
    with pytest.raises(Refused):
        operations.enter_stage(member.community, "fusion", reason="x", by=member, at=A_THURSDAY)
    with pytest.raises(Refused):
        operations.give_role(member, "steward", by=member, at=A_THURSDAY)
    with pytest.raises(Refused):
        operations.invite_by_code(member.community, by=member.person, at=A_THURSDAY)
    assert not Act.objects.exists()


def test_a_part_is_given_once_and_recorded_once() -> None:
    host = a_host()
    member = a_member(host.community)

    act = operations.give_role(member, "facilitator", by=host, at=A_THURSDAY)
    assert operations.give_role(member, "facilitator", by=host, at=A_THURSDAY) is None

    assert act
    assert (act.act, act.subject) == ("role.given.facilitator", str(member.person_id))
    found = queries.membership_of(member.person_id, member.community_id)
    assert found
    assert found.roles == [Role.MEMBER, Role.FACILITATOR]


def test_a_host_of_one_circle_gives_nothing_in_another() -> None:
    host, other = a_host(), a_member(a_community("Chairside"))

    with pytest.raises(Refused, match="could not find"):
        operations.give_role(other, "steward", by=host, at=A_THURSDAY)


def test_the_last_host_stays_host_but_may_leave() -> None:
    host = a_host()
    with pytest.raises(Refused, match="at least one host"):
        operations.take_role(host, "steward", by=host, at=A_THURSDAY)

    operations.leave(host, at=A_THURSDAY)

    assert not Membership.objects.filter(left_on__isnull=True).exists()


def test_leaving_takes_the_salt_along() -> None:
    member = a_member()
    before = bytes(member.salt)

    operations.leave(member, at=A_THURSDAY)

    member.refresh_from_db()
    assert bytes(member.salt) != before
    assert not Act.objects.exists(), "a member's leaving is nobody's business"


def test_starting_anew_is_a_new_salt_and_not_every_week() -> None:
    member = a_member()
    before = bytes(member.salt)
    operations.start_anew(member, at=A_THURSDAY)
    member.refresh_from_db()
    assert bytes(member.salt) != before

    with pytest.raises(Refused, match="three months"):
        operations.start_anew(member, at=A_THURSDAY + timedelta(days=89))
    operations.start_anew(member, at=A_THURSDAY + timedelta(days=90))


def test_the_ledger_fetches_every_act_once() -> None:
    host = a_host()
    member = a_member(host.community)
    operations.give_role(member, "facilitator", by=host, at=A_THURSDAY)
    operations.take_role(member, "facilitator", by=host, at=A_THURSDAY + timedelta(hours=1))

    assert [tasks.due(A_THURSDAY + timedelta(days=1)) for _twice in range(2)] == [2, 0]
    Act.objects.update(delivered=False)
    tasks.due(A_THURSDAY + timedelta(days=1))

    assert [entry.act for entry in Entry.objects.all()] == [
        "role.given.facilitator",
        "role.taken.facilitator",
    ]
    assert ledger.first_broken() is None


def test_an_operator_who_comes_in_is_visible_to_the_circle() -> None:
    host, operator = a_host(), a_person()
    Person.objects.filter(pk=operator.pk).update(operates=True)
    operator.refresh_from_db()
    invitation = operations.invite_by_code(host.community, by=host.person, at=A_THURSDAY)

    operations.accept_invitation(invitation, person=operator, agreed=AGREED, at=A_THURSDAY)

    assert Act.objects.get().act == "operator.joined"
