"""What happens to a circle: founding it, belonging to it, inviting into it."""

from phronesis.office.communities.operations.belonging import (
    give_role,
    leave,
    start_anew,
    take_role,
)
from phronesis.office.communities.operations.founding import (
    agree_ground_rules,
    enter_stage,
    found_community,
    write_charter,
    write_trust_statement,
)
from phronesis.office.communities.operations.inviting import (
    accept_as_newcomer,
    accept_invitation,
    invite_by_code,
    invite_by_mail,
    withdraw_invitation,
)

__all__ = [
    "accept_as_newcomer",
    "accept_invitation",
    "agree_ground_rules",
    "enter_stage",
    "found_community",
    "give_role",
    "invite_by_code",
    "invite_by_mail",
    "leave",
    "start_anew",
    "take_role",
    "withdraw_invitation",
    "write_charter",
    "write_trust_statement",
]
