"""Series: a rhythm is set, and its gatherings are written eight weeks ahead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from phronesis.office.calendar import rhythm, rules
from phronesis.office.calendar.models import (
    Gathering,
    GatheringFacilitator,
    Series,
    SeriesFacilitator,
)
from phronesis.office.communities import codes
from phronesis.office.communities.models import Membership

OFFICE = "default"
AHEAD = timedelta(weeks=8)
REFILL = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class SeriesPlan:
    """What somebody fills in to put a format on the calendar.

    `times`: local wall times in `zone`, taken in turn. `weeks`, `nth`: see `rhythm.Rhythm`.
    `facilitators`: the ids of the people who hold it. `code`: chosen by hand for the first
    gathering; drawn by lot where empty.
    """

    title: str
    format_id: str
    format_version: int
    first_on: date
    times: tuple[time, ...]
    zone: str
    minutes: int
    weeks: int = 1
    nth: int = 0
    place: str = ""
    meeting_link: str = ""
    capacity: int | None = None
    letting_go: bool = True
    lead_days: int = 14
    facilitators: Sequence[UUID] = ()


def schedule_series(plan: SeriesPlan, *, by: Membership, at: datetime) -> Series:
    """Put a format on the calendar of a circle, with its gatherings of the next eight weeks.

    Raises
    ------
    Refused
        If ``by`` neither holds nor hosts the circle.
    """
    rules.may_schedule_series(by).require()
    with transaction.atomic(using=OFFICE):
        series = Series.objects.create(
            community_id=by.community_id,
            title=plan.title,
            format_id=plan.format_id,
            format_version=plan.format_version,
            weeks=plan.weeks,
            nth=plan.nth,
            first_on=plan.first_on,
            times=" ".join(wall.strftime("%H:%M") for wall in plan.times),
            zone=plan.zone,
            minutes=plan.minutes,
            place=plan.place,
            meeting_link=plan.meeting_link,
            capacity=plan.capacity,
            letting_go=plan.letting_go,
            lead_days=plan.lead_days,
        )
        SeriesFacilitator.objects.bulk_create(
            SeriesFacilitator(series=series, person_id=person) for person in plan.facilitators
        )
        _fill(series, at)
    return series


def end_series(series: UUID, *, on: date, by: Membership) -> None:
    """The series has no gatherings after `on`; those not yet written are never written.

    Raises
    ------
    Refused
        If ``by`` neither holds nor hosts the circle.
    """
    with transaction.atomic(using=OFFICE):
        found = Series.objects.select_for_update().get(pk=series, community_id=by.community_id)
        rules.may_schedule_series(by).require()
        Series.objects.filter(pk=found.pk).update(ends_on=on)
        Gathering.objects.filter(series=found, occurs_on__gt=on, state="planned").update(
            state=Gathering.State.CANCELLED, sequence=F("sequence") + 1
        )


def materialise(at: datetime) -> int:
    """Write every gathering of the next eight weeks that is not there yet. How many."""
    thin = Series.objects.filter(
        Q(filled_until__isnull=True) | Q(filled_until__lt=at + AHEAD - REFILL)
    )
    written = 0
    for series in thin.order_by("id"):
        with transaction.atomic(using=OFFICE):
            written += _fill(Series.objects.select_for_update().get(pk=series.pk), at)
    return written


def _fill(series: Series, at: datetime) -> int:
    """A date that is there, moved or called off, is never written again."""
    until = at + AHEAD
    there = set(series.gatherings.values_list("occurs_on", flat=True))
    held_by = list(SeriesFacilitator.objects.filter(series=series).values_list("person", flat=True))
    written = 0
    for occurrence in rhythm.occurrences(series.rhythm, after=at, until=until):
        if occurrence.on in there or not series.meets_on(occurrence.on):
            continue
        gathering = _written(series, occurrence)
        GatheringFacilitator.objects.bulk_create(
            GatheringFacilitator(gathering=gathering, person_id=person) for person in held_by
        )
        written += 1
    Series.objects.filter(pk=series.pk).update(filled_until=until)
    return written


def _written(series: Series, occurrence: rhythm.Occurrence) -> Gathering:
    """A new gathering with a code nobody else has. Drawn again in the rare case of a clash."""
    for _draw in range(20):
        gathering = Gathering(
            id=uuid4(),
            series=series,
            community_id=series.community_id,
            title=series.title,
            code=codes.draw(),
            occurs_on=occurrence.on,
            starts_at=occurrence.starts_at,
            ends_at=occurrence.starts_at + timedelta(minutes=series.minutes),
            zone=series.zone,
            place=series.place,
            meeting_link=series.meeting_link,
            capacity=series.capacity,
            format_id=series.format_id,
            format_version=series.format_version,
        )
        try:
            with transaction.atomic(using=OFFICE):
                Gathering.objects.bulk_create([gathering])
        except IntegrityError:
            continue
        return gathering
    raise RuntimeError("No free code was found in twenty draws.")
