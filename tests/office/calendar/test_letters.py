"""Mail through a real server: what it tells, how often it goes, and that nothing is lost."""

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import datetime, timedelta
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.smtp import Envelope
from icalendar import Calendar

from phronesis.admission.roles import Role
from phronesis.interchange.mail import write
from phronesis.office.calendar import letters, operations, tasks
from phronesis.office.calendar.models import Gathering, Mail
from phronesis.office.calendar.operations import letters as outbox
from phronesis.office.communities.models import Community, Membership
from phronesis.office.people.models import Person
from tests.factories import a_community, a_facilitator, a_member, a_person
from tests.office.calendar.factories import a_gathering
from tests.office.calendar.mailserver import Postbox, free_port, running, use

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = ("a@example.org", "maren.solheim.of.the.night.team@example.org", "æsa@example.org")


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    box = Postbox(port=free_port())
    use(settings, box)
    with running(box):
        yield box


def _a_circle_of(addresses: tuple[str, ...] = NAMES[:2]) -> tuple[Community, Gathering]:
    circle = a_community("Nights")
    holder = a_facilitator(circle)
    for address in addresses:
        a_member(circle, person=a_person("Tomasz Wilk", email=address))
    return circle, a_gathering(holder, lead_days=1, title="For whom is this hour")


def _opened(gathering: Gathering) -> datetime:
    """The record closes an hour after it ended; the moment its letting go opens."""
    operations.close_record(gathering.pk, gathering.ends_at + timedelta(hours=1))
    return gathering.letting_go.get().opens_at


def _text(letter: Message) -> str:
    part = next(part for part in letter.walk() if part.get_content_type() == "text/plain")
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode()


def _calendar(letter: Message) -> Calendar:
    part = next(part for part in letter.walk() if part.get_content_type() == "text/calendar")
    return Calendar.from_ical(part.get_payload(decode=True))


def _members(circle: Community) -> list[str]:
    rows = Membership.objects.filter(community=circle)
    return sorted(rows.values_list("person__email", flat=True))


def test_everybody_is_told_at_eight_that_something_may_wait(postbox: Postbox) -> None:
    circle, gathering = _a_circle_of()
    eight = _opened(gathering)
    tasks.due(eight - timedelta(seconds=1))
    assert postbox.taken == []
    tasks.due(eight)
    assert postbox.recipients == _members(circle)
    told = {_text(letter).splitlines()[0] for letter in postbox.letters}
    assert told == {"Something from your circle may wait for your word, until Monday 08:00."}


def test_every_letter_has_the_same_size_whatever_its_kind(postbox: Postbox) -> None:
    circle, gathering = _a_circle_of()
    Person.objects.filter(email=NAMES[1]).update(language="nb")
    operations.write_invitations(gathering.starts_at - timedelta(minutes=5))
    operations.send_due(gathering.starts_at - timedelta(minutes=5))
    tasks.due(_opened(gathering))
    kinds = {letter.get_content_type() for one in postbox.letters for letter in one.walk()}
    assert "text/calendar" in kinds
    assert len(postbox.taken) == 2 * len(_members(circle))
    assert len(postbox.sizes) == 1


def test_the_letters_of_one_hour_differ_in_nothing_but_their_recipient(postbox: Postbox) -> None:
    """Whoever wrote, held it, or stayed away gets the same letter at the same hour."""
    circle, gathering = _a_circle_of()
    tasks.due(_opened(gathering))
    seen = {_without_recipient(letter) for letter in postbox.letters}
    assert len(postbox.letters) == len(_members(circle)) == 3
    assert len(seen) == 1


def _without_recipient(letter: Message) -> tuple[tuple[str, str], ...]:
    told = tuple(part.as_string() for part in letter.walk() if not part.is_multipart())
    headers = {
        name: value
        for name, value in letter.items()
        if name not in ("To", "Message-ID", "Content-Type")
    }
    return (*sorted(headers.items()), ("parts", "".join(told)))


def test_a_letter_names_only_its_recipient_and_no_circle(postbox: Postbox) -> None:
    _circle, gathering = _a_circle_of()
    before = gathering.starts_at - timedelta(minutes=5)
    operations.write_invitations(before)
    operations.send_due(before)
    tasks.due(_opened(gathering))
    for envelope in postbox.taken:
        assert _told_too_much(postbox, envelope, gathering) == []


def _told_too_much(postbox: Postbox, envelope: Envelope, gathering: Gathering) -> list[str]:
    content = postbox.bytes_of(envelope).decode().replace("\r\n ", "")
    others = [address for address in NAMES[:2] if address not in envelope.rcpt_tos]
    secret = ["Nights", "For whom", "library", "Maren Solheim", str(gathering.pk), gathering.code]
    return [word for word in secret + others if word in content]


def test_the_date_is_the_full_hour_and_the_message_id_a_lot(postbox: Postbox) -> None:
    _circle, gathering = _a_circle_of()
    tasks.due(_opened(gathering) + timedelta(minutes=17, seconds=5))
    dates = {letter["Date"] for letter in postbox.letters}
    names = {letter["Message-ID"] for letter in postbox.letters}
    assert dates == {"Fri, 13 Mar 2026 08:00:00 +0000"}
    assert len(names) == len(postbox.letters)
    assert all(len(name.strip("<>").split("@")[0]) == 32 for name in names)


def test_running_again_sends_nothing_again(postbox: Postbox) -> None:
    circle, gathering = _a_circle_of()
    eight = _opened(gathering)
    for minutes in (0, 1, 20, 60 * 24):
        tasks.due(eight + timedelta(minutes=minutes))
    assert postbox.recipients == _members(circle)


def test_a_mail_server_that_is_away_for_a_day_means_one_letter_and_not_two(settings: Any) -> None:
    circle, gathering = _a_circle_of()
    box = Postbox(port=free_port())
    use(settings, box)
    eight = _opened(gathering)
    for hours in range(24):
        tasks.due(eight + timedelta(hours=hours))
    with running(box):
        tasks.due(eight + timedelta(hours=24))
        tasks.due(eight + timedelta(hours=25))
    assert box.recipients == _members(circle)


def test_two_circles_in_one_morning_are_one_letter(postbox: Postbox) -> None:
    person = a_person(email="both@example.org")
    for name in ("Nights", "Chairside"):
        circle = a_community(name)
        holder = a_facilitator(circle)
        a_member(circle, person=person)
        eight = _opened(a_gathering(holder, lead_days=0))
    tasks.due(eight)
    assert postbox.recipients.count("both@example.org") == 1


def test_a_crash_after_handing_over_sends_once_more_and_never_again(
    postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    _circle, gathering = _a_circle_of(addresses=())
    eight = _opened(gathering)
    operations.turn_hours(eight)

    class Killed(BaseException):
        pass

    def send_and_die(self: Any, messages: Any) -> int:
        send_messages(self, messages)
        raise Killed

    backend = type(outbox.get_connection())
    send_messages = backend.send_messages
    monkeypatch.setattr(backend, "send_messages", send_and_die)
    for run in range(4):
        with pytest.raises(Killed) if run < 2 else nullcontext():
            operations.send_due(eight + timedelta(minutes=11 * run))
    assert len(postbox.taken) == 2
    assert Mail.objects.get().state == Mail.State.DROPPED


def test_a_line_that_goes_dead_after_the_words_sends_once_more(postbox: Postbox) -> None:
    _circle, gathering = _a_circle_of(addresses=())
    eight = _opened(gathering)
    postbox.hangs_up = 1
    tasks.due(eight)
    tasks.due(eight + timedelta(minutes=1))
    assert len(postbox.taken) == 1
    tasks.due(eight + timedelta(minutes=11))
    tasks.due(eight + timedelta(minutes=30))
    assert len(postbox.taken) == 2
    assert Mail.objects.get().state == Mail.State.SENT


def test_what_is_no_longer_true_is_not_sent(settings: Any) -> None:
    _circle, gathering = _a_circle_of()
    box = Postbox(port=free_port())
    use(settings, box)
    eight = _opened(gathering)
    tasks.due(eight)
    with running(box):
        tasks.due(eight + timedelta(hours=72))
    assert box.taken == []


def test_an_invitation_keeps_time_free_and_a_change_moves_it(postbox: Postbox) -> None:
    circle = a_community()
    holder = a_facilitator(circle)
    gathering = a_gathering(holder, lead_days=14)
    at = gathering.starts_at - timedelta(days=2)
    _tick_until_digest(at)
    later = gathering.starts_at + timedelta(days=1)
    operations.move(gathering.pk, starts_at=later, by=holder.person_id, at=at)
    _tick_until_digest(at + timedelta(hours=12))
    operations.call_off(gathering.pk, by=holder.person_id, at=at + timedelta(hours=13))
    _tick_until_digest(at + timedelta(hours=26))
    asked, moved, withdrawn = _about(postbox, gathering, holder.person)
    for number, file in enumerate((asked, moved, withdrawn)):
        event = file.events[0]
        assert event["SEQUENCE"] == number
        assert event["UID"] == asked.events[0]["UID"]
        assert event["ATTENDEE"] == f"mailto:{holder.person.email}"
        assert event["SUMMARY"] == "Protected time"
    assert [file["METHOD"] for file in (asked, moved, withdrawn)] == ["REQUEST"] * 2 + ["CANCEL"]
    assert moved.events[0].start == later


def _tick_until_digest(at: datetime) -> None:
    tasks.due(at)
    tasks.due(outbox.next_digest(at, "Europe/London"))


def _about(postbox: Postbox, gathering: Gathering, person: Person) -> list[Calendar]:
    """The entries about one gathering, in order: others of its series are invited to as well."""
    name = letters._name_for(gathering.pk, person.pk)
    files = [_calendar(letter) for letter in postbox.letters]
    return [file for file in files if file.events[0]["UID"].startswith(name)]


def test_somebody_without_an_address_is_not_written_to(postbox: Postbox) -> None:
    circle, gathering = _a_circle_of()
    quiet = a_person("Samuel Okello")
    Person.objects.filter(pk=quiet.pk).update(email=None, sign_in_name="samuel")
    a_member(circle, person=quiet, roles=(Role.STEWARD,))
    tasks.due(_opened(gathering))
    assert len(postbox.taken) == 3


def test_teeth_letters_without_padding_would_differ_in_size(
    postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    _circle, gathering = _a_circle_of()
    monkeypatch.setattr(write, "_padding", lambda _missing: "")
    tasks.due(_opened(gathering))
    assert len(postbox.sizes) > 1


def test_teeth_a_letter_that_named_its_circle_would_be_found(
    postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    _circle, gathering = _a_circle_of()
    monkeypatch.setattr(letters, "_may_wait_until", lambda _until, _zone: "Nights waits for you.")
    tasks.due(_opened(gathering))
    assert all(_told_too_much(postbox, envelope, gathering) for envelope in postbox.taken)
