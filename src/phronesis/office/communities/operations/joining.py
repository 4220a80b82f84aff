"""Coming into a circle by its address: at once, or by asking its hosts."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from phronesis.office.communities import queries, rules
from phronesis.office.communities.acts import announce
from phronesis.office.communities.models import Community, JoinRequest, Membership
from phronesis.office.people.consents import ConsentText
from phronesis.office.people.models import Person
from phronesis.office.people.operations import agree

OFFICE = "default"


def join(community: Community, *, person: Person, agreed: ConsentText, at: datetime) -> Membership:
    """Come into an open circle, having said where one stands. Twice is once.

    `agreed` is the text the person was shown and agreed to.

    Raises
    ------
    Refused
        When the circle is not open (any more), and the person does not belong already.
    """
    with transaction.atomic(using=OFFICE):
        circle = Community.objects.select_for_update().get(pk=community.pk)
        present = _present(circle.pk, person.pk)
        if present:
            return present
        rules.may_join(circle).require()
        agree(person, agreed, on=at.date())
        return _come_in(circle.pk, person, confirmed=at.date(), at=at)


def ask_to_join(community: Community, *, person: Person, agreed: ConsentText, at: datetime) -> None:
    """Ask the hosts. Asking again, also after they declined, changes nothing until it lapses.

    Raises
    ------
    Refused
        When the circle is not one that is joined by asking (any more).
    """
    with transaction.atomic(using=OFFICE):
        circle = Community.objects.select_for_update().get(pk=community.pk)
        rules.may_ask_to_join(circle).require()
        if _present(circle.pk, person.pk):
            return
        agree(person, agreed, on=at.date())
        mine = JoinRequest.objects.filter(community=circle, person=person)
        mine.filter(asked_on__lte=at.date() - queries.REQUEST_LASTS).delete()
        mine.get_or_create(
            community=circle, person=person, defaults={"asked_on": at.date(), "declined": False}
        )


def accept_request(request: UUID, *, by: Membership, at: datetime) -> Membership | None:
    """Let somebody in who asked. None where the request is gone: it lapsed or was answered.

    Raises
    ------
    Refused
        When `by` is no host.
    """
    with transaction.atomic(using=OFFICE):
        Community.objects.select_for_update().get(pk=by.community_id)
        rules.may_answer_request(by).require()
        asked = _request(request, by, at)
        if asked is None:
            return None
        present = _present(by.community_id, asked.person_id)
        came = present or _come_in(by.community_id, asked.person, confirmed=asked.asked_on, at=at)
        asked.delete()
    return came


def decline_request(request: UUID, *, by: Membership, at: datetime) -> None:
    """Do not let somebody in. She is not told, and it is forgotten with the request.

    Raises
    ------
    Refused
        When `by` is no host.
    """
    with transaction.atomic(using=OFFICE):
        rules.may_answer_request(by).require()
        asked = _request(request, by, at)
        if asked:
            JoinRequest.objects.filter(pk=asked.pk).update(declined=True)


def forget_requests(at: datetime) -> int:
    """Forget every request that is fourteen days old, whatever came of it; how many."""
    with transaction.atomic(using=OFFICE):
        old = JoinRequest.objects.filter(asked_on__lte=at.date() - queries.REQUEST_LASTS)
        return old.delete()[0]


def _request(request: UUID, by: Membership, at: datetime) -> JoinRequest | None:
    return queries.waiting_requests(by.community_id, at.date()).filter(pk=request).first()


def _present(community: UUID, person: UUID) -> Membership | None:
    return Membership.objects.filter(
        community_id=community, person_id=person, left_on__isnull=True
    ).first()


def _come_in(community: UUID, person: Person, *, confirmed: date, at: datetime) -> Membership:
    membership = Membership.objects.create(
        community_id=community,
        person=person,
        joined_on=at.date(),
        standing_confirmed_on=confirmed,
    )
    if person.operates:
        # The coming of somebody who runs the service is for the circle to see.
        announce("operator.joined", subject=person.pk, community=community, by=person.pk, at=at)
    return membership
