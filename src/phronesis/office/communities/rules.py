"""Who may do what in a circle."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from phronesis.admission.roles import Role
from phronesis.admission.verdicts import ALLOWED, Verdict, refused
from phronesis.office.communities import queries
from phronesis.office.communities.models import Community, Membership
from phronesis.office.people.models import Person

ANEW_AFTER = timedelta(days=90)
ONE_DAY = timedelta(days=1)
ATTESTED_FOR = timedelta(days=365)
ATTESTED_AT_MOST = timedelta(days=2 * 365)
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


def may_change_circle(member: Membership) -> Verdict:
    """A host of the circle may."""
    return ALLOWED if member.hosts else refused(_("The hosts of the circle settle this."))


def may_answer_request(member: Membership) -> Verdict:
    """A host of the circle may."""
    return ALLOWED if member.hosts else refused(_("The hosts of the circle answer this."))


def may_join(circle: Community) -> Verdict:
    """Whoever has the address of a circle that is open to whoever wants to come."""
    if circle.join_mode == Community.JoinMode.OPEN:
        return ALLOWED
    return refused(_("You can come into this circle in another way. Ask one of its hosts."))


def may_ask_to_join(circle: Community) -> Verdict:
    """Whoever has the address of a circle whose hosts answer requests."""
    if circle.join_mode == Community.JoinMode.BY_REQUEST:
        return ALLOWED
    return refused(_("You can come into this circle in another way. Ask one of its hosts."))


def may_attest(by: Membership, of: Membership, attested: frozenset[str]) -> Verdict:
    """A host of the circle, or another facilitator of it who is attested in something herself.

    A host has seen her hold the circle and answers to it for who does; a facilitator to whom
    somebody attests an area can judge it in another. Nobody attests herself, and a declaration
    carries nobody else's: otherwise two who have declared could raise each other in a minute.

    `attested`: the areas attested to `by` that have not run out.
    """
    if by.community_id != of.community_id or by.left_on or of.left_on or not of.facilitates:
        return refused(_("We could not find that person in this circle."))
    if by.person_id == of.person_id:
        return refused(_("Somebody else has to attest this. You can declare it yourself."))
    if by.hosts or (by.facilitates and attested):
        return ALLOWED
    return refused(_("A host, or a facilitator whose own competence is attested, can do this."))


def may_attest_competence(
    by: Membership, of: Membership, area: str, *, attested: frozenset[str]
) -> Verdict:
    """The same, for one area: a facilitator attests only what is attested to herself."""
    verdict = may_attest(by, of, attested)
    if verdict and not by.hosts and area not in attested:
        return refused(_("You can attest what somebody has attested to you. Ask a host."))
    return verdict
