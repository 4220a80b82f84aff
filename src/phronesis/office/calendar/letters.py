"""What the calendar's letters say: next to nothing, in the reader's language.

Nothing in them names a circle, a title, a place or another person, and the only link is the
front page.
"""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from phronesis.admission import keys
from phronesis.interchange.icalendar.write import Entry, invitation
from phronesis.interchange.mail.write import Letter
from phronesis.office.calendar.models import Gathering, Mail
from phronesis.office.people.models import Person


def letter(mail: Mail, at: datetime) -> Letter:
    """The letter for a row of the outbox; `mail` comes with its person and gathering."""
    with translation.override(mail.person.language):
        if mail.kind == Mail.Kind.CALENDAR:
            return _calendar_letter(mail, at)
        return _letter(mail, [_may_wait_until(mail.until, mail.gathering.zone)])


def entry(gathering: Gathering, person: Person, *, at: datetime, invited: bool) -> Entry:
    """The gathering as protected time in one person's calendar, in her language.

    `invited`: with the recipient as the only attendee; without, as it stands in a feed.
    """
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
    return Entry(
        uid=f"{_name_for(gathering.pk, person.pk)}@{domain}",
        starts_at=gathering.starts_at,
        ends_at=gathering.ends_at,
        zone=gathering.zone,
        stamp=at.replace(minute=0, second=0, microsecond=0),
        summary=_("Protected time"),
        sequence=gathering.sequence,
        cancelled=gathering.state == Gathering.State.CANCELLED,
        organiser=_sender_address() if invited else "",
        attendee=(person.email or "") if invited else "",
        url=_front_page(),
    )


def _calendar_letter(mail: Mail, at: datetime) -> Letter:
    appointment = entry(mail.gathering, mail.person, at=at, invited=True)
    if appointment.cancelled:
        told = _("An hour that was kept for you is free again. Your calendar can take it out.")
    elif appointment.sequence:
        told = _("An hour that is kept for you has changed. The new one is in the attachment.")
    else:
        told = _("Time is kept for you. The entry for your calendar is in the attachment.")
    return _letter(
        mail,
        [told, _("It names nobody but you, and says nothing but when.")],
        calendar=invitation(appointment),
        method="CANCEL" if appointment.cancelled else "REQUEST",
    )


def _letter(
    mail: Mail, paragraphs: list[str], *, calendar: bytes | None = None, method: str = "REQUEST"
) -> Letter:
    return Letter(
        recipient=mail.person.email or "",
        paragraphs=paragraphs,
        link=_front_page(),
        language=mail.person.language,
        calendar=calendar,
        method=method,
    )


def _may_wait_until(until: datetime, zone: str) -> str:
    language = (translation.get_language() or settings.LANGUAGE_CODE).replace("-", "_")
    when = format_datetime(until, "EEEE HH:mm", tzinfo=ZoneInfo(zone), locale=language)
    return _("Something from your circle may wait for your word, until %(when)s.") % {"when": when}


def _name_for(gathering: UUID, person: UUID) -> str:
    """Another name for everybody: two entries laid side by side do not match."""
    return keys.mac("office", b"calendar entry", gathering.bytes, person.bytes).hex()[:32]


def _sender_address() -> str:
    sender: str = settings.DEFAULT_FROM_EMAIL
    return sender.rpartition("<")[2].rstrip(">")


def _front_page() -> str:
    address: str = settings.CONFIG.address
    return address.rstrip("/") + "/"
