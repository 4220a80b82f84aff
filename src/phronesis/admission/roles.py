"""The parts a person can have. A community role is held in one community; none is inherited."""

from enum import StrEnum


class Role(StrEnum):
    MEMBER = "member"
    FACILITATOR = "facilitator"
    CO_FACILITATOR = "co-facilitator"
    STEWARD = "steward"
    LEADER = "leader"
    COACH = "coach"
    RESEARCHER = "researcher"
    OPERATOR = "operator"


FACILITATING = frozenset({Role.FACILITATOR, Role.CO_FACILITATOR})
