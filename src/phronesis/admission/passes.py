"""Everything commons may know about who is calling.

A pass is made at the desk, which reads office, and read in commons, which never does. Inside
one process it is a value; between hosts it would be a signed token.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from phronesis.admission.roles import FACILITATING, Role


@dataclass(frozen=True, slots=True)
class Pass:
    """A member's way into one community.

    `handle` is HMAC(office key, the membership's salt): office cannot turn it into the voice,
    commons cannot turn it into the person. `profession_group` is empty where fewer than
    three present share it.
    """

    community: UUID
    handle: bytes = field(repr=False)
    roles: frozenset[Role] = frozenset({Role.MEMBER})
    profession_group: str = ""
    language: str = "en"

    @property
    def facilitates(self) -> bool:
        return bool(self.roles & FACILITATING)


@dataclass(frozen=True, slots=True)
class GatheringFacts:
    """What commons and ballot may know of a gathering on the calendar."""

    id: UUID
    community: UUID
    community_name: str
    title: str
    code: str
    format_id: str
    format_version: int
    starts_at: datetime
    ends_at: datetime
    zone: str
    capacity: int | None = None
    place: str = ""
    kind: str = "peers"
    facilitators: tuple[str, ...] = ()
    language: str = "en"
    retention_days: int = 30
