"""The outbox: a letter is written down before it is sent, and marked after.

Letters leave at fixed hours, to every member with an address, whoever did what before. A
crash between handing a letter over and marking it lets it be sent once more, never twice
more; a mail server that is away delays letters until they are no longer true.
"""

import logging
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPServerDisconnected
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q, QuerySet

from phronesis.interchange.mail.write import envelope
from phronesis.office.calendar.letters import letter
from phronesis.office.calendar.models import Gathering, LettingGo, Mail
from phronesis.office.calendar.rhythm import instant
from phronesis.office.communities.models import Membership

OFFICE = "default"
DIGEST_HOURS = (time(8), time(13), time(18))
TRIES = 2
REST = timedelta(minutes=10)
AT_ONCE = 200
KEPT = timedelta(days=7)
FOR_GOOD = 500
log = logging.getLogger("phronesis.mail")


def write_may_wait(hours: LettingGo) -> None:
    """Letters to all members that something may wait, whether or not it does.

    Runs inside the transaction that opens letting go.
    """
    gathering = hours.gathering
    _write(
        Mail(
            person_id=person,
            gathering=gathering,
            kind=Mail.Kind.MAY_WAIT,
            turn=hours.round,
            due_at=hours.opens_at,
            until=hours.closes_at,
        )
        for person in _members_with_address(gathering.community_id)
    )


def write_invitations(at: datetime) -> int:
    """Letters with a calendar entry for every gathering that is near, new or changed.

    A gathering called off before anybody was invited needs no letter. How many gatherings.
    """
    near = Gathering.objects.filter(
        Q(state="planned") | Q(state="cancelled", invited__gte=0),
        invited__lt=F("sequence"),
        starts_at__gt=at,
    ).select_related("series")
    told = 0
    for gathering in near:
        if gathering.starts_at - timedelta(days=gathering.series.lead_days) > at:
            continue
        with transaction.atomic(using=OFFICE):
            _write_invitation(Gathering.objects.select_for_update().get(pk=gathering.pk), at)
        told += 1
    return told


def send_due(at: datetime) -> int:
    """Hand every letter that is due to the mail server. How many it took."""
    _tidy(at)
    rows = _one_of_each(_due(at).select_related("person", "gathering")[:AT_ONCE], at)
    if not rows:
        return 0
    connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException) as problem:
        log.warning("The mail server cannot be reached: %s", type(problem).__name__)
        _due(at).update(taken_until=at + REST)
        return 0
    try:
        return sum(_send(mail, connection, at) for mail in rows)
    finally:
        connection.close()


def next_digest(after: datetime, zone: str) -> datetime:
    """The first of the fixed hours that is not before `after`."""
    day = after.astimezone(ZoneInfo(zone)).date()
    hours = [
        instant(on, hour, zone) for on in (day, day + timedelta(days=1)) for hour in DIGEST_HOURS
    ]
    return next(hour for hour in hours if hour >= after)


def _write_invitation(gathering: Gathering, at: datetime) -> None:
    """A letter that has not left yet says what is true now; an older one beside it is not sent."""
    older = Mail.objects.filter(gathering=gathering, kind=Mail.Kind.CALENDAR)
    older.filter(state=Mail.State.WAITING, turn__lt=gathering.sequence).update(
        state=Mail.State.DROPPED, done_on=_day(at)
    )
    due_at = next_digest(at, gathering.zone)
    _write(
        Mail(
            person_id=person,
            gathering=gathering,
            kind=Mail.Kind.CALENDAR,
            turn=gathering.sequence,
            # A change on the day itself must not wait until the hour it was about.
            due_at=due_at if due_at < gathering.starts_at else at,
            until=gathering.ends_at,
        )
        for person in _members_with_address(gathering.community_id)
    )
    Gathering.objects.filter(pk=gathering.pk).update(invited=gathering.sequence)


def _members_with_address(community: UUID) -> list[UUID]:
    """In an order that says nothing: ids are drawn by lot."""
    members = Membership.objects.filter(
        community=community,
        left_on__isnull=True,
        person__is_active=True,
        person__email__isnull=False,
    )
    return list(members.order_by("person_id").values_list("person_id", flat=True))


def _write(letters: Iterable[Mail]) -> None:
    Mail.objects.bulk_create(letters, ignore_conflicts=True)


def _due(at: datetime) -> QuerySet[Mail]:
    return Mail.objects.filter(
        Q(taken_until__isnull=True) | Q(taken_until__lte=at),
        state=Mail.State.WAITING,
        due_at__lte=at,
    ).order_by("due_at", "id")


def _tidy(at: datetime) -> None:
    """Drop what is no longer true or was handed over twice; forget what is long done."""
    stale = Mail.objects.filter(
        Q(until__lte=at) | Q(tries__gte=TRIES, taken_until__lte=at), state=Mail.State.WAITING
    )
    stale.update(state=Mail.State.DROPPED, done_on=_day(at))
    Mail.objects.filter(done_on__lt=_day(at - KEPT)).delete()


def _one_of_each(rows: Iterable[Mail], at: datetime) -> list[Mail]:
    """At most one "something may wait" a person: of several, the one that ends first."""
    chosen: list[Mail] = []
    told: set[UUID] = set()
    spare: list[UUID] = []
    for mail in sorted(rows, key=lambda row: (row.until, row.pk)):
        if mail.kind == Mail.Kind.MAY_WAIT:
            if mail.person_id in told:
                spare.append(mail.pk)
                continue
            told.add(mail.person_id)
        chosen.append(mail)
    if spare:
        Mail.objects.filter(pk__in=spare).update(state=Mail.State.DROPPED, done_on=_day(at))
    return sorted(chosen, key=lambda mail: mail.pk)


def _send(mail: Mail, connection: BaseEmailBackend, at: datetime) -> int:
    """One letter. What is certain not to have been taken is not counted as a try."""
    if not _take(mail, at):
        return 0
    message = envelope(letter(mail, at), sender=settings.DEFAULT_FROM_EMAIL, at=at)
    row = Mail.objects.filter(pk=mail.pk)
    try:
        connection.send_messages([message])
    except SMTPServerDisconnected:
        connection.close()  # the next letter opens it again; this one may have been taken
        return 0
    except SMTPRecipientsRefused as problem:
        _refused(row, problem, at)
        return 0
    except (OSError, SMTPException) as problem:
        log.warning("A letter was not taken: %s", type(problem).__name__)
        row.update(tries=F("tries") - 1)
        return 0
    row.update(state=Mail.State.SENT, done_on=_day(at), taken_until=None)
    return 1


def _take(mail: Mail, at: datetime) -> bool:
    """Take the row for ourselves; another process that takes it first has it."""
    taken = (
        _due(at).filter(pk=mail.pk).order_by().update(tries=F("tries") + 1, taken_until=at + REST)
    )
    return taken == 1


def _refused(row: QuerySet[Mail], problem: SMTPRecipientsRefused, at: datetime) -> None:
    codes = [code for code, _reason in problem.recipients.values()]
    if all(code >= FOR_GOOD for code in codes):
        row.update(state=Mail.State.DROPPED, done_on=_day(at))
    else:
        row.update(tries=F("tries") - 1)


def _day(at: datetime) -> date:
    return at.astimezone(UTC).date()
