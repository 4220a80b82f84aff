"""Calendar files: read back by a parser, and by the letter of RFC 5545."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Timezone

from phronesis.interchange.icalendar.write import Entry, feed, invitation
from phronesis.interchange.icalendar.zones import time_zone

THURSDAY = datetime(2026, 3, 12, 14, 15, tzinfo=UTC)
ALLOWED = {
    "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "SEQUENCE", "STATUS", "CLASS", "TRANSP",
    "URL", "ORGANIZER", "ATTENDEE",
}  # fmt: skip


def an_entry(**changes: object) -> Entry:
    given: dict[str, object] = {
        "uid": "3f2a@example.org",
        "starts_at": THURSDAY,
        "ends_at": THURSDAY + timedelta(hours=1),
        "zone": "Europe/London",
        "stamp": datetime(2026, 3, 1, 8, tzinfo=UTC),
        "summary": "Protected time",
        "organiser": "phronesis@example.org",
        "attendee": "maren.solheim.of.the.night.team.in.port.callan@example.org",
        "url": "https://phronesis.example.org/",
    }
    return Entry(**{**given, **changes})  # type: ignore[arg-type]


def test_an_invitation_says_when_and_names_only_its_recipient() -> None:
    calendar = Calendar.from_ical(invitation(an_entry()))
    (event,) = calendar.events
    assert calendar["METHOD"] == "REQUEST"
    assert set(event) == ALLOWED
    assert event["SUMMARY"] == "Protected time"
    assert event.start == THURSDAY
    assert event.end == THURSDAY + timedelta(hours=1)
    assert event["ATTENDEE"] == f"mailto:{an_entry().attendee}"
    assert event["CLASS"] == "PRIVATE"


def test_calling_off_is_a_cancel_with_a_later_sequence() -> None:
    calendar = Calendar.from_ical(invitation(an_entry(cancelled=True, sequence=2)))
    assert calendar["METHOD"] == "CANCEL"
    assert calendar.events[0]["STATUS"] == "CANCELLED"
    assert calendar.events[0]["SEQUENCE"] == 2


def test_a_feed_invites_nobody() -> None:
    entries = [an_entry(), an_entry(uid="77@example.org", zone="Europe/Oslo")]
    calendar = Calendar.from_ical(feed(entries))
    assert calendar["METHOD"] == "PUBLISH"
    assert [event.get("ATTENDEE") for event in calendar.events] == [None, None]
    assert {str(zone["TZID"]) for zone in calendar.timezones} == {"Europe/London", "Europe/Oslo"}


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_feed_of_any_length_can_be_read(count: int) -> None:
    file = feed([an_entry(uid=f"{number}@example.org") for number in range(count)])
    assert len(Calendar.from_ical(file).events) == count


@settings(deadline=None)
@given(summary=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200))
def test_lines_are_folded_at_75_octets_and_end_as_they_must(summary: str) -> None:
    """RFC 5545, 3.1: content lines end with CRLF and are at most 75 octets."""
    file = invitation(an_entry(summary=summary))
    assert file.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in file.replace(b"\r\n", b"")
    assert max(len(line) for line in file.split(b"\r\n")) <= 75
    assert Calendar.from_ical(file).events[0]["SUMMARY"] == summary


ZONES = ["Europe/London", "Europe/Oslo", "America/Santiago", "Australia/Lord_Howe", "Asia/Kolkata",
         "Africa/Casablanca", "America/New_York"]  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(
    zone=st.sampled_from(ZONES),
    at=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
)
def test_the_zone_in_the_file_agrees_with_the_zone_of_the_world(zone: str, at: datetime) -> None:
    """Read by the letter of 3.6.5: the last onset, in the offset before it, decides."""
    assert (
        _offset_by_the_letter(time_zone(zone, 2026, 2027), at)
        == at.astimezone(ZoneInfo(zone)).utcoffset()
    )


def _offset_by_the_letter(component: Timezone, at: datetime) -> timedelta:
    onsets = [
        (
            (part["DTSTART"].dt - part["TZOFFSETFROM"].td).replace(tzinfo=UTC),
            part["TZOFFSETTO"].td,
        )
        for part in component.subcomponents
    ]
    return max((onset, offset) for onset, offset in onsets if onset <= at)[1]


def test_summer_time_begins_in_the_local_time_before_it() -> None:
    """London, 29 March 2026: the clocks that show 01:00 are put to 02:00."""
    component = time_zone("Europe/London", 2026, 2026)
    onsets = [part["DTSTART"].to_ical().decode() for part in component.subcomponents]
    assert onsets == ["20260101T000000", "20260329T010000", "20261025T020000"]


def test_nothing_in_the_file_is_a_rule_that_a_later_law_would_make_untrue() -> None:
    assert re.search(rb"RRULE|RDATE", invitation(an_entry())) is None
