"""A series and a gathering, with the least data."""

from datetime import date, datetime, time, timedelta
from typing import Any

from phronesis.office.calendar import operations
from phronesis.office.calendar.models import Gathering, Series
from phronesis.office.calendar.operations import SeriesPlan
from phronesis.office.communities.models import Membership
from tests.factories import A_DAY, A_THURSDAY, a_facilitator

BEFORE = A_THURSDAY - timedelta(hours=3)


def a_plan(**changes: Any) -> SeriesPlan:
    given: dict[str, Any] = {
        "title": "Thursday Round",
        "format_id": "moral-resilience-rounds",
        "format_version": 1,
        "first_on": A_DAY,
        "times": (time(14, 15),),
        "zone": "Europe/London",
        "minutes": 60,
        "place": "library",
    }
    return SeriesPlan(**{**given, **changes})


def a_series(by: Membership | None = None, *, at: datetime = BEFORE, **changes: Any) -> Series:
    by = by or a_facilitator()
    changes.setdefault("facilitators", [by.person_id])
    return operations.schedule_series(a_plan(**changes), by=by, at=at)


def a_gathering(by: Membership | None = None, **changes: Any) -> Gathering:
    """The first gathering of a series: Thursday 12 March 2026, 14:15 in London."""
    return a_series(by, **changes).gatherings.earliest("starts_at")


def day(text: str) -> date:
    return date.fromisoformat(text)
