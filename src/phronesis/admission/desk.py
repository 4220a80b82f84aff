"""The desk: reads office and makes passes. Only site may ask it."""

from uuid import UUID

from phronesis.admission import keys
from phronesis.admission.passes import Pass
from phronesis.admission.roles import Role
from phronesis.office.communities import queries as communities


def pass_for(person: UUID, community: UUID) -> Pass | None:
    """The pass of a member, or None: "not yours" and "not there" are the same answer."""
    membership = communities.membership_of(person, community)
    if membership is None:
        return None
    return Pass(
        community=membership.community_id,
        handle=keys.mac("office", bytes(membership.salt)),
        roles=frozenset(Role(role) for role in membership.roles),
        language=membership.person.language,
    )
