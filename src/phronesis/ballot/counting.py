"""What a set of answers means: the rules of letting go, and nothing else.

Consent is not a statistic. One "it could point to someone" keeps a text in the room, however
many said yes; no answer is neither yes nor no.
"""

import math
from collections.abc import Iterable
from enum import StrEnum

FEWEST_HOLDERS = 4
LAST_ROUND = 2


class Answer(StrEnum):
    YES = "yes"
    REWORD = "reword"
    POINTS = "points"
    DISAGREE = "disagree"


class Outcome(StrEnum):
    WENT = "went"
    STAYS = "stays"
    BACK = "back"
    AGAIN = "again"  # nothing could be opened: the same words are asked once more


# Where one slip came with two different answers, the more careful one counts.
CAREFUL_FIRST = (Answer.POINTS, Answer.DISAGREE, Answer.REWORD, Answer.YES)


def quorum(holders: int) -> int:
    """How many must answer: the larger of 4 and half up to 12 holders, of 6 and a third above."""
    if holders <= 12:  # noqa: PLR2004 -- the rule's own number
        return max(FEWEST_HOLDERS, math.ceil(holders / 2))
    return max(6, math.ceil(holders / 3))


def outcome(
    answers: Iterable[Answer], *, holders: int, veto: bool = False, round_: int = 0
) -> Outcome:
    """What becomes of one text.

    Parameters
    ----------
    answers : the answers that came, one per slip; holders who stayed silent are absent.
    holders : how many slips were given.
    veto : an author sealed a return code of this gathering.
    round_ : 0 for the question, 1 and 2 for its rewordings.
    """
    given = list(answers)
    if veto or Answer.POINTS in given:
        return Outcome.STAYS
    if holders < FEWEST_HOLDERS or len(given) < quorum(holders):
        return Outcome.STAYS
    yes, reword = given.count(Answer.YES), given.count(Answer.REWORD)
    if 3 * yes >= 2 * len(given):
        return Outcome.WENT
    if 3 * (yes + reword) >= 2 * len(given) and round_ < LAST_ROUND:
        return Outcome.BACK
    return Outcome.STAYS


def most_careful(answers: Iterable[Answer]) -> Answer:
    """Of several answers under one slip, the one that protects most."""
    return min(answers, key=CAREFUL_FIRST.index)
