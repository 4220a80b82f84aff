"""What people type to put a format on the calendar, or to move one gathering."""

from datetime import datetime, time
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from phronesis.office.calendar.operations import SeriesPlan
from phronesis.office.calendar.rhythm import instant, nth_of

MONTHLY = "monthly"
RHYTHMS = (
    ("1", gettext_lazy("every week")),
    ("2", gettext_lazy("every two weeks")),
    ("3", gettext_lazy("every three weeks")),
    ("4", gettext_lazy("every four weeks")),
    ("6", gettext_lazy("every six weeks")),
    (MONTHLY, gettext_lazy("once a month, on the same weekday")),
)


class SeriesForm(forms.Form):
    """Format, rhythm, time, place. `formats`: (id, title, version); `holders`: (id, name)."""

    format = forms.ChoiceField(
        error_messages={"required": gettext_lazy("Choose what you will do together.")}
    )
    title = forms.CharField(
        max_length=120,
        error_messages={"required": gettext_lazy("Give it the name people will see.")},
    )
    rhythm = forms.ChoiceField(choices=RHYTHMS)
    first_on = forms.DateField(
        error_messages={
            "required": gettext_lazy("Choose the day of the first one."),
            "invalid": gettext_lazy("Write the day as year-month-day, for example 2026-03-12."),
        }
    )
    time = forms.TimeField(
        error_messages={
            "required": gettext_lazy("Choose when it begins."),
            "invalid": gettext_lazy("Write the time as 14:15."),
        }
    )
    other_time = forms.TimeField(
        required=False, error_messages={"invalid": gettext_lazy("Write the time as 07:40.")}
    )
    minutes = forms.IntegerField(
        min_value=2,
        max_value=600,
        error_messages={
            "required": gettext_lazy("Say how many minutes it takes."),
            "invalid": gettext_lazy("Say how many minutes it takes, as a number."),
        },
    )
    place = forms.CharField(max_length=120, required=False)
    meeting_link = forms.CharField(max_length=400, required=False)
    capacity = forms.IntegerField(
        min_value=1,
        max_value=5000,
        required=False,
        error_messages={"invalid": gettext_lazy("Say how many places there are, as a number.")},
    )
    holders = forms.MultipleChoiceField(
        error_messages={"required": gettext_lazy("Somebody has to hold it. Choose one or two.")}
    )

    def __init__(
        self,
        data: Any,
        *,
        formats: list[tuple[str, str, int]],
        holders: list[tuple[UUID, str]],
        zone: str,
        at: datetime,
    ) -> None:
        super().__init__(data)
        self._versions = {format_id: version for format_id, _title, version in formats}
        self._zone, self._at = zone, at
        self._choices("format").choices = [(format_id, title) for format_id, title, _v in formats]
        self._choices("holders").choices = [(str(person), name) for person, name in holders]

    def clean_meeting_link(self) -> str:
        link: str = self.cleaned_data["meeting_link"].strip()
        if link and (urlsplit(link).scheme != "https" or not urlsplit(link).hostname):
            raise forms.ValidationError(_("A link for video begins with https://"))
        return link

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not given.get("place") and not given.get("meeting_link") and not self.errors:
            self.add_error("place", _("Say where it is, or give a link for video."))
        first, wall = given.get("first_on"), given.get("time")
        if first and wall and instant(first, wall, self._zone) <= self._at:
            self.add_error("first_on", _("That day has passed. Choose one that is still ahead."))
        return given

    def plan(self) -> SeriesPlan:
        """The plan that a form without errors describes."""
        given = self.cleaned_data
        times: tuple[time, ...] = tuple(t for t in (given["time"], given["other_time"]) if t)
        monthly = given["rhythm"] == MONTHLY
        return SeriesPlan(
            title=given["title"].strip(),
            format_id=given["format"],
            format_version=self._versions[given["format"]],
            first_on=given["first_on"],
            times=times,
            zone=self._zone,
            minutes=given["minutes"],
            weeks=1 if monthly else int(given["rhythm"]),
            nth=nth_of(given["first_on"]) if monthly else 0,
            place=given["place"].strip(),
            meeting_link=given["meeting_link"],
            capacity=given["capacity"],
            facilitators=[UUID(person) for person in given["holders"]],
        )

    def _choices(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- declared so above
        return field


class MoveForm(forms.Form):
    """Another day and hour for one gathering, in its own zone."""

    day = forms.DateField(
        error_messages={
            "required": gettext_lazy("Choose the new day."),
            "invalid": gettext_lazy("Write the day as year-month-day, for example 2026-03-12."),
        }
    )
    time = forms.TimeField(
        error_messages={
            "required": gettext_lazy("Choose the new time."),
            "invalid": gettext_lazy("Write the time as 14:15."),
        }
    )

    def starts_at(self, zone: str) -> datetime:
        """The instant that was typed, in UTC."""
        return instant(self.cleaned_data["day"], self.cleaned_data["time"], zone)


def wall_clock(moment: datetime, zone: str) -> dict[str, str]:
    """What the fields of a `MoveForm` show for an instant."""
    there = moment.astimezone(ZoneInfo(zone))
    return {"day": there.date().isoformat(), "time": there.strftime("%H:%M")}
