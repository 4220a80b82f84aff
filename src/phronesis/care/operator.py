"""Whom people here can talk to, and when: the operator's care file.

The file is TOML, named by the configuration key `care`; without one the page says so.

    review = 2027-03-01            # by then somebody looks at this file again
    countries = ["IE"]             # which public numbers stand on the page, in this order
    zone = "Europe/Dublin"         # the clock of `hours`; the installation's if left out

    [[someone]]
    name = "Maeve Doran"                   # a person, or the name of a rota
    who = "Chaplain, for any faith or none" # one line: what she is to you
    number = "555 0142"                    # shown by one tap, rung by a second
    hours = ["Mon-Fri 08:00-16:00", "Sat,Sun 20:00-07:30"]   # or ["always"]
    place = "Room 2.14, beside the chapel" # may be left out
    keeps = "Keeps no notes. Tells nobody." # may be left out

Hours that end before they begin run over midnight. Days are Mon Tue Wed Thu Fri Sat Sun.
A wrong file never takes the page down: it counts as not filled in, and the start-up check
says which line is wrong.
"""

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import get_day_names

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
SPAN = re.compile(r"^(?P<days>[A-Za-z,\-]+) (?P<from>\d\d:\d\d)-(?P<to>\d\d:\d\d)$")
DAY = timedelta(days=1)


class CareFileError(Exception):
    """The care file cannot be used; the message names the file, the place and the mend."""


@dataclass(frozen=True, slots=True)
class Span:
    """Hours on some days of the week (0 is Monday), in local time; may run over midnight."""

    days: frozenset[int]
    opens: time
    closes: time

    def words(self, locale: str) -> str:
        """`Monday, Tuesday: 08:00–16:00`; a run of three days or more is `Monday–Friday`."""
        names = get_day_names("wide", locale=locale)
        clock = f"{self.opens:%H:%M}–{self.closes:%H:%M}"
        if len(self.days) == len(DAYS):
            return clock
        first, last = min(self.days), max(self.days)
        run = len(self.days) > 2 and last - first + 1 == len(self.days)  # noqa: PLR2004
        named = [names[day] for day in sorted(self.days)]
        days = f"{named[0]}–{named[-1]}" if run else ", ".join(named)
        return f"{days} {clock}"

    def holds(self, local: datetime) -> bool:
        """Whether this wall-clock moment lies in the span. The end is not part of it."""
        now = local.time()
        if self.opens < self.closes:
            return local.weekday() in self.days and self.opens <= now < self.closes
        begun_today = local.weekday() in self.days and now >= self.opens
        begun_yesterday = (local - DAY).weekday() in self.days and now < self.closes
        return begun_today or begun_yesterday


@dataclass(frozen=True, slots=True)
class Someone:
    """Somebody to talk to. No spans means always awake."""

    name: str
    who: str
    number: str
    hours: tuple[str, ...]
    spans: tuple[Span, ...]
    place: str = ""
    keeps: str = ""

    def hours_in(self, locale: str) -> list[str]:
        """The hours as the language of the reader writes days; empty when always awake."""
        return [span.words(locale) for span in self.spans]

    def awake(self, local: datetime) -> bool:
        return not self.spans or any(span.holds(local) for span in self.spans)


@dataclass(frozen=True, slots=True)
class Care:
    """What the operator has filled in. `people` is empty until somebody does."""

    people: tuple[Someone, ...] = ()
    review: date | None = None
    countries: tuple[str, ...] = ()
    zone: str = ""
    problem: str = field(default="")


def load(file: Path | None) -> Care:
    """Read the care file; a file that is not named or not there is an empty one.

    Raises
    ------
    CareFileError
        When the file is there and cannot be understood.
    """
    if file is None or not file.exists():
        return Care()
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        people = tuple(_someone(one) for one in told.get("someone", []))
        if told.get("zone"):
            ZoneInfo(told["zone"])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, KeyError, ValueError) as wrong:
        raise CareFileError(
            f"{file}: {wrong}. The care page shows nobody until it is mended."
        ) from wrong
    return Care(people, told.get("review"), tuple(told.get("countries", ())), told.get("zone", ""))


def load_or_empty(file: Path | None) -> Care:
    """As `load`, but a wrong file gives an empty page rather than none."""
    try:
        return load(file)
    except CareFileError as wrong:
        return Care(problem=str(wrong))


def _someone(told: dict[str, Any]) -> Someone:
    hours = tuple(told.get("hours", ()))
    if not hours:
        raise ValueError(f'"{told["name"]}" has no hours; write ["always"] if that is true')
    return Someone(
        name=told["name"],
        who=told["who"],
        number=told["number"],
        hours=hours,
        spans=() if hours == ("always",) else tuple(_span(line) for line in hours),
        place=told.get("place", ""),
        keeps=told.get("keeps", ""),
    )


def _span(line: str) -> Span:
    found = SPAN.match(line)
    if not found:
        raise ValueError(f'hours {line!r} should look like "Mon-Fri 08:00-16:00"')
    days: set[int] = set()
    for part in found["days"].split(","):
        first, _, last = part.partition("-")
        begin, end = _day(first), _day(last or first)
        days.update((begin + step) % 7 for step in range((end - begin) % 7 + 1))
    return Span(frozenset(days), time.fromisoformat(found["from"]), time.fromisoformat(found["to"]))


def _day(word: str) -> int:
    if word not in DAYS:
        raise ValueError(f"{word!r} is not one of {' '.join(DAYS)}")
    return DAYS.index(word)
