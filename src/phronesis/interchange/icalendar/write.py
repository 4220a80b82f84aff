"""Writing calendar files that say when, and not what.

A calendar is often shared with a manager, a secretary, a family. An entry therefore carries a
neutral summary, the hours and nobody but its own recipient: no title, no circle, no place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText

from phronesis.interchange.icalendar.zones import time_zone

PRODUCT = "-//Phronesis//Protected time//EN"


@dataclass(frozen=True, slots=True)
class Entry:
    """One stretch of protected time in one person's calendar.

    `starts_at`, `ends_at`, `stamp`: aware, in UTC; `zone`: the IANA name they are written in.
    `attendee`: the recipient's address; empty in a feed, where nobody is invited.
    `sequence` rises by one whenever the hours change or the entry is called off.
    """

    uid: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    stamp: datetime
    summary: str
    sequence: int = 0
    cancelled: bool = False
    organiser: str = ""
    attendee: str = ""
    url: str = ""


def invitation(entry: Entry) -> bytes:
    """A request to keep the time free, or its withdrawal (RFC 5546, 3.2.2 and 3.2.5)."""
    return _file("CANCEL" if entry.cancelled else "REQUEST", [entry])


def feed(entries: Sequence[Entry]) -> bytes:
    """All of one person's entries, for a calendar that subscribes (RFC 5546, 3.2.1)."""
    return _file("PUBLISH", entries)


def _file(method: str, entries: Sequence[Entry]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for zone in sorted({entry.zone for entry in entries}):
        days = [e.starts_at.date() for e in entries if e.zone == zone]
        calendar.add_component(time_zone(zone, min(days).year, max(days).year))
    for entry in entries:
        calendar.add_component(_event(entry, method))
    return calendar.to_ical()  # type: ignore[no-any-return]


def _event(entry: Entry, method: str) -> Event:
    zone = ZoneInfo(entry.zone)
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.stamp.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(zone))
    event.add("dtend", entry.ends_at.astimezone(zone))
    event.add("summary", entry.summary)
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE")
    if entry.url:
        event.add("url", entry.url)
    if method != "PUBLISH":
        _add_people(event, entry)
    return event


def _add_people(event: Event, entry: Entry) -> None:
    """The organiser is the installation, never a person; the attendee reads it alone."""
    event.add("organizer", vCalAddress(f"mailto:{entry.organiser}"))
    attendee = vCalAddress(f"mailto:{entry.attendee}")
    attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
    attendee.params["RSVP"] = vText("FALSE")
    event.add("attendee", attendee, encode=0)
