"""Who may do what in a circle."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from phronesis.admission.roles import Role
from phronesis.admission.verdicts import ALLOWED, Verdict, refused
from phronesis.office.communities import queries
from phronesis.office.communities.models import Membership
from phronesis.office.people.models import Person

ANEW_AFTER = timedelta(days=90)
GIVEN = frozenset({Role.STEWARD, Role.FACILITATOR, Role.CO_FACILITATOR, Role.LEADER, Role.COACH})


def may_found_community(person: Person) -> Verdict:
    """Whoever runs the service, or hosts a circle already."""
    if person.operates or queries.hosts_somewhere(person.pk):
        return ALLOWED
    return refused(
        _("A circle is started by somebody who hosts one, or who runs this service. Ask a host.")
    )


def may_write_charter(member: Membership) -> Verdict:
    """A host of the circle may."""
    return ALLOWED if member.hosts else refused(_("The hosts of the circle write its charter."))


def may_enter_stage(member: Membership) -> Verdict:
    """A host of the circle may; the software never does."""
    return ALLOWED if member.hosts else refused(_("The hosts of the circle say where it stands."))


def may_invite(member: Membership, role: str = "") -> Verdict:
    """Hosts and facilitators may invite; only a host may offer a part with it."""
    if member.hosts or (member.facilitates and not role):
        return ALLOWED
    return refused(_("Hosts and facilitators invite to this circle. Ask one of them."))


def may_give_role(giver: Membership, to: Membership, role: str) -> Verdict:
    """A host may, to a member of the same circle, a part that is given by hand."""
    if giver.community_id != to.community_id or to.left_on:
        return refused(_("We could not find that person in this circle."))
    if not giver.hosts:
        return refused(_("The hosts of the circle give and take back parts."))
    if role not in GIVEN:
        return refused(_("This part cannot be given here."))
    return ALLOWED


def may_take_role(taker: Membership, of: Membership, role: str, *, hosts: int) -> Verdict:
    """A host may, and anybody may put down her own; the last host stays until there is another."""
    if taker.community_id != of.community_id:
        return refused(_("We could not find that person in this circle."))
    if not taker.hosts and taker.pk != of.pk:
        return refused(_("The hosts of the circle give and take back parts."))
    if role == Role.STEWARD and hosts <= 1:
        return refused(_("A circle has at least one host. Make somebody else a host first."))
    return ALLOWED


def may_start_anew(member: Membership, on: date) -> Verdict:
    """Four times a year at most, so that one person is not several people in one round."""
    if member.anew_on and on < member.anew_on + ANEW_AFTER:
        return refused(
            _("You took a new name here less than three months ago. You can again later.")
        )
    return ALLOWED
