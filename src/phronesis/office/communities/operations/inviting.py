"""Inviting into a circle, and coming in."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from phronesis.admission.verdicts import Refused
from phronesis.office.communities import codes, rules
from phronesis.office.communities.acts import announce
from phronesis.office.communities.models import (
    Community,
    Invitation,
    Membership,
    MembershipRole,
)
from phronesis.office.people.consents import ConsentText
from phronesis.office.people.models import Person
from phronesis.office.people.operations import Newcomer, agree, make_person
from phronesis.office.people.tokens import digest, fresh_token

OFFICE = "default"
INVITATION_LASTS = timedelta(days=14)
PEOPLE_PER_CODE = 30


def invite_by_mail(
    community: Community, *, to: str, by: Person, at: datetime, role: str = ""
) -> tuple[Invitation, str]:
    """An invitation for one address: the row, and the token that only the mail carries.

    Raises
    ------
    Refused
        When `by` may not invite here.
    """
    token = fresh_token()
    with transaction.atomic(using=OFFICE):
        _require(community, by, role)
        invitation = Invitation.objects.create(
            community=community,
            token_hash=digest(token),
            by=by,
            to_email=to.strip().lower(),
            role=role,
            expires_at=at + INVITATION_LASTS,
        )
    return invitation, token


def invite_by_code(
    community: Community,
    *,
    by: Person,
    at: datetime,
    role: str = "",
    people: int = PEOPLE_PER_CODE,
) -> Invitation:
    """An invitation for a wall or a hand: six letters, no address. A part is offered to one.

    Raises
    ------
    Refused
        When `by` may not invite here.
    """
    with transaction.atomic(using=OFFICE):
        _require(community, by, role)
        code = codes.draw()
        while Invitation.objects.filter(code=code).exists():
            code = codes.draw()
        return Invitation.objects.create(
            community=community,
            code=code,
            by=by,
            role=role,
            max_uses=1 if role else people,
            expires_at=at + INVITATION_LASTS,
        )


def withdraw_invitation(invitation: Invitation, *, by: Membership) -> None:
    """An invitation that should let nobody else in."""
    with transaction.atomic(using=OFFICE):
        rules.may_invite(by).require()
        Invitation.objects.filter(pk=invitation.pk, community_id=by.community_id).delete()


def accept_invitation(
    invitation: Invitation, *, person: Person, agreed: ConsentText, at: datetime
) -> Membership:
    """Come in, having confirmed one's own standing. Coming in twice is coming in once.

    `agreed` is the text the person was shown and agreed to.

    Raises
    ------
    Refused
        When the invitation is used up or over, and the person does not belong already.
    """
    with transaction.atomic(using=OFFICE):
        held = Invitation.objects.select_for_update().filter(pk=invitation.pk).first()
        present = Membership.objects.filter(
            community_id=invitation.community_id, person=person, left_on__isnull=True
        ).first()
        if present:
            return present
        if held is None or held.is_used_up or held.expires_at <= at:
            raise Refused(_("This invitation has been used, or its time is over."))
        membership = Membership.objects.create(
            community_id=held.community_id,
            person=person,
            joined_on=at.date(),
            standing_confirmed_on=at.date(),
        )
        # The address has done its work; what is not kept cannot be found.
        Invitation.objects.filter(pk=held.pk).update(uses=held.uses + 1, to_email="")
        _record(held, membership, at)
        agree(person, agreed, on=at.date())
    return membership


def accept_as_newcomer(
    invitation: Invitation, who: Newcomer, *, agreed: ConsentText, at: datetime
) -> Membership:
    """Come in as somebody who was not known here. Nobody is made if the invitation is over.

    Raises
    ------
    Refused
        When the invitation is used up or over.
    """
    with transaction.atomic(using=OFFICE):
        person = make_person(who, organisation=invitation.community.organisation)
        return accept_invitation(invitation, person=person, agreed=agreed, at=at)


def _record(invitation: Invitation, membership: Membership, at: datetime) -> None:
    """Parts, and the coming of somebody who runs the service, are for the circle to see."""
    person, community = membership.person_id, membership.community_id
    if invitation.role:
        MembershipRole.objects.create(membership=membership, role=invitation.role)
        announce(
            f"role.given.{invitation.role}",
            subject=person,
            community=community,
            by=invitation.by_id,
            at=at,
        )
    if membership.person.operates:
        announce("operator.joined", subject=person, community=community, by=person, at=at)


def _require(community: Community, by: Person, role: str) -> None:
    """A host or facilitator of the circle; or who started it, while nobody hosts it yet."""
    member = (
        Membership.objects.filter(community=community, person=by, left_on__isnull=True)
        .prefetch_related("held")
        .first()
    )
    if member is not None:
        rules.may_invite(member, role).require()
        return
    hosted = MembershipRole.objects.filter(
        membership__community=community, membership__left_on__isnull=True, role="steward"
    ).exists()
    if hosted or not by.operates:
        raise Refused(_("Hosts and facilitators invite to this circle. Ask one of them."))
