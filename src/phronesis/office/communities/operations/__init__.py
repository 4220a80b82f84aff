"""What happens to a circle: founding it, belonging to it, inviting into it."""

from phronesis.office.communities.operations.attesting import attest
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
from phronesis.office.communities.operations.joining import (
    accept_request,
    ask_to_join,
    decline_request,
    forget_requests,
    join,
)
from phronesis.office.communities.operations.settling import (
    Settings,
    change_circle,
    settings_of,
)

__all__ = [
    "Settings",
    "accept_as_newcomer",
    "accept_invitation",
    "accept_request",
    "agree_ground_rules",
    "ask_to_join",
    "attest",
    "change_circle",
    "decline_request",
    "enter_stage",
    "forget_requests",
    "found_community",
    "give_role",
    "invite_by_code",
    "invite_by_mail",
    "join",
    "leave",
    "settings_of",
    "start_anew",
    "take_role",
    "withdraw_invitation",
    "write_charter",
    "write_trust_statement",
]
