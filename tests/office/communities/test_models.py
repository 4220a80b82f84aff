"""What the database keeps of circles, whoever writes."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from phronesis.admission.roles import Role
from phronesis.office.communities.models import (
    Charter,
    Community,
    GroundRule,
    Invitation,
    Membership,
    MembershipRole,
    StageEntry,
)
from tests.factories import A_DAY, A_THURSDAY, a_community, a_host, a_member, a_person

pytestmark = pytest.mark.django_db


def refuses(name: str, make: Callable[[], object]) -> None:
    """SQLite names a check; for a unique one it names the columns, so any refusal counts."""
    unique = "UNIQUE constraint" if connection.vendor == "sqlite" else name
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(using="default"):
        make()
    assert name in str(refusal.value) or unique in str(refusal.value)


def a_circle(**changed: object) -> Callable[[], object]:
    made = a_community("Chairside")
    return lambda: Community.objects.filter(pk=made.pk).update(**changed)


def test_a_circle_has_a_name_a_kind_and_short_keeping() -> None:
    refuses("communities_circle_has_a_name", a_circle(name=""))
    refuses("communities_circle_is_of_a_known_kind", a_circle(kind="everyone"))
    refuses("communities_words_are_kept_a_year_at_most", a_circle(retention_days=366))
    refuses("communities_recess_ends_after_it_begins", a_circle(recess_until=A_DAY))


def test_a_person_belongs_to_a_circle_once_at_a_time() -> None:
    first = a_member()
    again = {"community": first.community, "person": first.person, "joined_on": A_DAY}
    refuses("communities_person_belongs_once", lambda: Membership.objects.create(**again))

    Membership.objects.filter(pk=first.pk).update(left_on=A_DAY)

    assert Membership.objects.create(**again).salt != first.salt


def test_nobody_leaves_before_joining() -> None:
    member = a_member()
    refuses(
        "communities_member_leaves_after_joining",
        lambda: Membership.objects.filter(pk=member.pk).update(left_on="2020-01-01"),
    )


def test_a_part_is_one_of_ours_and_held_once() -> None:
    host = a_host()
    for role, name in (
        ("operator", "communities_role_is_one_of_ours"),
        (Role.STEWARD.value, "communities_role_is_held_once"),
    ):
        refuses(name, lambda r=role: MembershipRole.objects.create(membership=host, role=r))  # type: ignore[misc]


def test_versions_orders_and_reasons_are_kept() -> None:
    circle = a_community()
    Charter.objects.create(community=circle, version=1, written_on=A_DAY)
    refuses(
        "communities_charter_version_is_written_once",
        lambda: Charter.objects.create(community=circle, version=1, written_on=A_DAY),
    )
    refuses(
        "communities_ground_rule_says_something",
        lambda: GroundRule.objects.create(community=circle, language="en", position=1, words=""),
    )
    refuses(
        "communities_stage_is_entered_for_a_reason",
        lambda: StageEntry.objects.create(
            community=circle, number=1, stage="fusion", reason="", on=A_DAY
        ),
    )


def test_an_invitation_is_a_link_or_a_code_and_is_not_used_too_often() -> None:
    circle, host = a_community(), a_person()
    whole = {"community": circle, "by": host, "expires_at": A_THURSDAY}
    refuses(
        "communities_invitation_is_a_link_or_a_code",
        lambda: Invitation.objects.create(**whole),
    )
    refuses(
        "communities_invitation_is_not_used_too_often",
        lambda: Invitation.objects.create(**whole, code="BRIDGE", uses=2),
    )
    refuses(
        "communities_invitation_offers_a_known_part",
        lambda: Invitation.objects.create(**whole, code="BRIDGE", role="operator"),
    )
