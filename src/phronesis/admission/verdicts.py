"""What a rule answers: yes, or no and why.

A page asks a rule to decide whether to offer a button and what to say beside it; the
operation behind the button asks the same rule again. What we show and what we enforce
cannot drift apart.
"""

from dataclasses import dataclass


class Refused(Exception):  # noqa: N818 -- reads as the sentence it is: "raise Refused"
    """Somebody asked for something the rules do not allow them now."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Verdict:
    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed

    def require(self) -> None:
        """Raise `Refused`, with the reason, unless this verdict is a yes."""
        if not self.allowed:
            raise Refused(self.reason)


ALLOWED = Verdict(allowed=True)


def refused(reason: str) -> Verdict:
    return Verdict(allowed=False, reason=reason)
