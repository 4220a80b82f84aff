"""The calendar the test server asks: codes that always mean the same."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from phronesis.admission.passes import GatheringFacts
from phronesis.commons.rooms.invitations import Ended

HOUSE = UUID("00000000-0000-4000-8000-000000000000")


def now() -> datetime:
    return datetime.now(UTC)


def gathering_of(code: str) -> UUID:
    return UUID(bytes=uuid5(HOUSE, code).bytes, version=4)


def facts_of(code: str) -> GatheringFacts:
    begins = now() + timedelta(hours=2) if code.startswith("EARLY") else now()
    return GatheringFacts(
        id=gathering_of(code),
        community=HOUSE,
        community_name="Nights",
        title="Thursday Round",
        code=code,
        format_id="moral-resilience-rounds",
        format_version=1,
        starts_at=begins,
        ends_at=begins + timedelta(hours=1),
        zone="Europe/London",
        capacity=2 if code.startswith("SMALL") else None,
        facilitators=("Maren",),
    )


def find_gathering(code: str) -> GatheringFacts | Ended | None:
    if code.startswith("ENDED"):
        return Ended(date(2026, 3, 12), date(2026, 6, 12))
    if code.startswith("WRONG"):
        return None
    return facts_of(code)
