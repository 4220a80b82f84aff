"""Wall time is kept: over clock changes, in every zone."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st

from phronesis.office.calendar.rhythm import (
    LAST,
    Rhythm,
    instant,
    nth_of,
    occurrences,
)

ZONES = sorted(zone for zone in available_timezones() if "/" in zone and "right/" not in zone)
WITH_CHANGES = ["Europe/London", "Europe/Oslo", "America/Santiago", "Australia/Lord_Howe"]


def _first(rhythm: Rhythm, number: int) -> list[datetime]:
    start = datetime.combine(rhythm.first_on, time(), UTC) - timedelta(days=2)
    found = occurrences(rhythm, after=start, until=start + timedelta(days=4000))
    return [one.starts_at for one in islice(found, number)]


def test_a_weekly_series_keeps_its_wall_time_over_the_clock_change() -> None:
    thursdays = _first(Rhythm(date(2026, 3, 26), (time(14, 15),), "Europe/London"), 2)
    assert thursdays == [
        datetime(2026, 3, 26, 14, 15, tzinfo=UTC),
        datetime(2026, 4, 2, 13, 15, tzinfo=UTC),
    ]


def test_a_series_may_alternate_between_two_times() -> None:
    rhythm = Rhythm(date(2026, 1, 8), (time(14, 15), time(7, 40)), "UTC", weeks=2)
    assert [at.strftime("%d %H:%M") for at in _first(rhythm, 3)] == [
        "08 14:15",
        "22 07:40",
        "05 14:15",
    ]


def test_the_third_thursday_is_the_third_thursday_of_every_month() -> None:
    rhythm = Rhythm(date(2026, 1, 15), (time(9),), "UTC", nth=nth_of(date(2026, 1, 15)))
    days = [at.date() for at in _first(rhythm, 14)]
    assert days[:3] == [date(2026, 1, 15), date(2026, 2, 19), date(2026, 3, 19)]
    assert all(day.weekday() == 3 and 15 <= day.day <= 21 for day in days)
    assert len({(day.year, day.month) for day in days}) == 14


def test_the_fifth_of_its_kind_is_read_as_the_last() -> None:
    assert nth_of(date(2026, 1, 29)) == LAST
    rhythm = Rhythm(date(2026, 1, 29), (time(9),), "UTC", nth=LAST)
    assert [at.date() for at in _first(rhythm, 3)] == [
        date(2026, 1, 29),
        date(2026, 2, 26),
        date(2026, 3, 26),
    ]


def test_a_wall_time_that_a_clock_change_skips_moves_on_by_the_hour_skipped() -> None:
    # London, 29 March 2026: after 00:59 comes 02:00. Half past one never shows on a clock.
    skipped = instant(date(2026, 3, 29), time(1, 30), "Europe/London")
    assert skipped.astimezone(ZoneInfo("Europe/London")).time() == time(2, 30)


def test_a_wall_time_that_comes_twice_means_the_first() -> None:
    twice = instant(date(2026, 10, 25), time(1, 30), "Europe/London")
    assert twice == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@settings(deadline=None, max_examples=150)
@given(
    zone=st.sampled_from(ZONES) | st.sampled_from(WITH_CHANGES),
    first_on=st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    wall=st.times().map(lambda moment: moment.replace(second=0, microsecond=0)),
    weeks=st.integers(1, 6),
)
def test_clocks_show_the_same_time_at_every_occurrence_or_skip_it(
    zone: str, first_on: date, wall: time, weeks: int
) -> None:
    there = ZoneInfo(zone)
    for at in _first(Rhythm(first_on, (wall,), zone, weeks=weeks), 60):
        shown = at.astimezone(there)
        if shown.time() != wall:
            # It cannot be shown that day: going from there and back does not come home.
            asked = datetime.combine(shown.date(), wall, there)
            assert asked.astimezone(UTC).astimezone(there).time() != wall
        assert at.tzinfo is UTC


@settings(deadline=None, max_examples=100)
@given(
    zone=st.sampled_from(WITH_CHANGES),
    first_on=st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    nth=st.sampled_from([0, 1, 2, 3, 4, LAST]),
    cut=st.integers(1, 400),
)
def test_occurrences_do_not_depend_on_where_one_begins_to_look(
    zone: str, first_on: date, nth: int, cut: int
) -> None:
    rhythm = Rhythm(first_on, (time(2, 30), time(14, 15)), zone, nth=nth)
    start = datetime.combine(first_on, time(), UTC) - timedelta(days=2)
    middle, end = start + timedelta(days=cut), start + timedelta(days=420)
    whole = list(occurrences(rhythm, after=start, until=end))
    parts = [
        *occurrences(rhythm, after=start, until=middle),
        *occurrences(rhythm, after=middle, until=end),
    ]
    assert parts == whole
    assert len({one.on for one in whole}) == len(whole)
