"""Parts in a circle, leaving it, and starting anew in it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from phronesis.admission.roles import Role
from phronesis.office.communities import rules
from phronesis.office.communities.acts import announce
from phronesis.office.communities.models import (
    Act,
    Community,
    Membership,
    MembershipRole,
    fresh_salt,
)

OFFICE = "default"


def give_role(to: Membership, role: str, *, by: Membership, at: datetime) -> Act | None:
    """Give a member a part. Returns what the ledger will hold, or None if she had it already.

    Raises
    ------
    Refused
        When `by` may not give it.
    """
    with transaction.atomic(using=OFFICE):
        _lock(to.community_id)
        rules.may_give_role(by, to, role).require()
        _row, made = MembershipRole.objects.get_or_create(membership=to, role=role)
        if not made:
            return None
        return _announce(f"role.given.{role}", to, by, at)


def take_role(of: Membership, role: str, *, by: Membership, at: datetime) -> Act | None:
    """Take a part back, or put one's own down. None if it was not held.

    Raises
    ------
    Refused
        When `by` may not, or it would leave the circle without a host.
    """
    with transaction.atomic(using=OFFICE):
        _lock(of.community_id)
        rules.may_take_role(by, of, role, hosts=_hosts(of.community_id)).require()
        gone, _kinds = MembershipRole.objects.filter(membership=of, role=role).delete()
        return _announce(f"role.taken.{role}", of, by, at) if gone else None


def leave(member: Membership, *, at: datetime) -> None:
    """Leave the circle. Always possible, and nobody is told.

    The salt goes with her: what she wrote under a name here belongs to nobody any more.
    """
    with transaction.atomic(using=OFFICE):
        _lock(member.community_id)
        left = Membership.objects.filter(pk=member.pk, left_on__isnull=True).update(
            left_on=at.date(), salt=fresh_salt()
        )
        held = MembershipRole.objects.filter(membership=member)
        if left:
            for role in held.values_list("role", flat=True):
                _announce(f"role.taken.{role}", member, member, at)
        held.delete()


def start_anew(member: Membership, *, at: datetime) -> None:
    """A new salt, so a new name here that nothing connects to the old one.

    Raises
    ------
    Refused
        Within three months of the last time.
    """
    with transaction.atomic(using=OFFICE):
        fresh = Membership.objects.select_for_update().get(pk=member.pk)
        rules.may_start_anew(fresh, at.date()).require()
        Membership.objects.filter(pk=member.pk).update(salt=fresh_salt(), anew_on=at.date())


def _announce(act: str, of: Membership, by: Membership, at: datetime) -> Act:
    return announce(act, subject=of.person_id, community=of.community_id, by=by.person_id, at=at)


def _lock(community: UUID) -> None:
    Community.objects.select_for_update().get(pk=community)


def _hosts(community: UUID) -> int:
    return MembershipRole.objects.filter(
        membership__community=community,
        membership__left_on__isnull=True,
        role=Role.STEWARD.value,
    ).count()
