"""Nobody is seen: visiting leaves no trace, strangers learn nothing, mail knows no authors."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings as site
from django.db import connections
from django.test import Client

from phronesis.office.calendar import operations, tasks
from phronesis.office.calendar.operations import letters as outbox
from phronesis.office.people.models import Person
from phronesis.site import clock
from tests.attacks.assigning import as_bytes
from tests.factories import PASSWORD, a_community, a_facilitator, a_member, a_person
from tests.measured import note
from tests.office.calendar.factories import a_gathering
from tests.office.calendar.mailserver import Postbox, free_port, running, use

Everything = dict[tuple[str, str], list[tuple[bytes, ...]]]


def everything() -> Everything:
    """Every row of every table of every plane."""
    found: Everything = {}
    for plane in site.DATABASES:
        with connections[plane].cursor() as cursor:
            for table in connections[plane].introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')
                rows = [tuple(map(as_bytes, row)) for row in cursor.fetchall()]
                found[plane, table] = sorted(rows)
    return found


def a_circle_with_a_gathering() -> tuple[UUID, UUID]:
    circle = a_community("Nights")
    return circle.pk, a_gathering(a_facilitator(circle)).pk


def somebody(email: str, *, member_of: UUID | None = None) -> Client:
    """A browser in which this person has signed in with a password."""
    person = a_person("Lorna Bright", email=email, password=PASSWORD)
    if member_of:
        from phronesis.office.communities.models import Community

        a_member(Community.objects.get(pk=member_of), person=person)
    client = Client()
    client.post("/sign-in", {"name": email, "password": PASSWORD})
    assert client.get("/me").status_code == 200
    return client


def pages(circle: UUID, gathering: UUID) -> Iterator[str]:
    yield from ("/", "/me", "/calendar", "/write", "/care", "/promises", "/let-go")
    yield from (f"/circles/{circle}", f"/circles/{circle}/calendar", f"/gatherings/{gathering}")
    yield from (f"/ballot/gatherings/{gathering}/keys", f"/ballot/gatherings/{gathering}/sheet")


# Presence


@pytest.mark.django_db
def test_thirty_days_of_visits_leave_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    circle, gathering = a_circle_with_a_gathering()
    client = somebody("visits@example.org", member_of=circle)
    before, today = everything(), clock.now()
    every = list(pages(circle, gathering))

    for day in range(30):
        monkeypatch.setattr(clock, "now", lambda day=day: today + timedelta(days=day, hours=day))
        for page in every[day % 3 :: 3]:
            client.get(page)
        if day % 5 == 0:
            signing_in = {"name": "visits@example.org", "password": PASSWORD}
            Client().post("/sign-in", signing_in)

    changed = [table for table, rows in everything().items() if rows != before[table]]
    note("presence", tables_changed_by_visits=len(changed), n=30)
    assert changed == []


@pytest.mark.django_db
def test_a_last_seen_would_be_found() -> None:
    from django.contrib.auth.signals import user_logged_in

    circle, _gathering = a_circle_with_a_gathering()
    somebody("seen@example.org", member_of=circle)
    before = everything()

    def seen(sender: object, user: Person, **_more: Any) -> None:
        with connections["default"].cursor() as cursor:
            cursor.execute("UPDATE people_person SET name = %s", [f"{user.name} just now"])

    user_logged_in.connect(seen)
    try:
        Client().post("/sign-in", {"name": "seen@example.org", "password": PASSWORD})
    finally:
        user_logged_in.disconnect(seen)

    assert everything() != before


# Strangers


CHANGING = re.compile(rb'value="[A-Za-z0-9]{64}"|nonce="[^"]+"|nonce-[A-Za-z0-9+/=_-]+')


def seen_by(client: Client, page: str, *names: UUID) -> tuple[int, bytes, list[str]]:
    """Status, bytes and header names of an answer; what was asked for is blotted out."""
    answer = client.get(page)
    body = CHANGING.sub(b"*", b"".join(answer) if answer.streaming else answer.content)
    for name in names:
        body = body.replace(str(name).encode(), b"*")
    return answer.status_code, body, sorted(answer.headers)


@pytest.mark.django_db
def test_what_is_not_yours_looks_like_what_is_not_there() -> None:
    circle, gathering = a_circle_with_a_gathering()
    stranger = somebody("stranger@example.org")
    differing, asked = [], 0

    for client in (stranger, Client()):
        there, nowhere = (circle, gathering), (uuid4(), uuid4())
        for page, other in zip(pages(*there), pages(*nowhere), strict=True):
            asked += 1
            if seen_by(client, page, *there) != seen_by(client, other, *nowhere):
                differing.append(page)

    note("enumeration", differing=len(differing), n=asked)
    assert differing == []


@pytest.mark.django_db
def test_a_member_sees_more_than_a_stranger() -> None:
    """Otherwise the comparison above would prove nothing."""
    circle, gathering = a_circle_with_a_gathering()
    member = somebody(f"{uuid4().hex}@example.org", member_of=circle)

    assert seen_by(member, f"/circles/{circle}", circle) != seen_by(
        member, f"/circles/{(other := uuid4())}", other
    )
    assert member.get(f"/gatherings/{gathering}").status_code == 200


@pytest.mark.django_db
def test_what_phones_ask_again_and_again_is_the_same_for_members_and_strangers() -> None:
    circle, gathering = a_circle_with_a_gathering()
    member = somebody(f"{uuid4().hex}@example.org", member_of=circle)
    polled = (f"/ballot/gatherings/{gathering}/sheet", "/let-go", "/care", "/promises")

    for page in polled:
        answers = {
            (status, body)
            for client in (member, somebody(f"{uuid4().hex}@example.org"))
            for status, body, _headers in [seen_by(client, page)]
        }
        assert len(answers) == 1, page


# Mail (K12)


def auc(authors: list[float], others: list[float]) -> float:
    """How well a number tells authors from others: 0.5 is not at all, 1 always."""
    better = sum((a > b) + 0.5 * (a == b) for a in authors for b in others)
    found = better / (len(authors) * len(others))
    return max(found, 1 - found)


def features(box: Postbox, address: str) -> list[float]:
    """What a mail log knows of somebody's letters: how many, how large, how many headers, when."""
    letters = [
        (len(box.bytes_of(envelope)), letter)
        for envelope, letter in zip(box.taken, box.letters, strict=True)
        if address in envelope.rcpt_tos
    ]
    dates = [float(hash(str(letter["Date"])) % 1000) for _size, letter in letters]
    return [
        float(len(letters)),
        float(sum(size for size, _letter in letters)),
        float(sum(len(letter.keys()) for _size, letter in letters)),
        sum(dates),
    ]


def after_gatherings(settings: Any, excluded: bool, monkeypatch: pytest.MonkeyPatch) -> float:
    """The best AUC of any feature over twelve gatherings of eight, half of whom wrote."""
    of_authors: list[list[float]] = []
    of_others: list[list[float]] = []
    addressed = outbox._members_with_address
    for number in range(12):
        circle = a_community(f"Nights {number}")
        holder = a_facilitator(circle)
        people = [a_person("Tomasz Wilk", email=f"{uuid4().hex}@example.org") for _ in range(8)]
        for person in people:
            a_member(circle, person=person)
        wrote = people[number % 2 :: 2]
        if excluded:
            kept = {person.pk for person in wrote}
            monkeypatch.setattr(
                outbox,
                "_members_with_address",
                lambda community, kept=kept: [m for m in addressed(community) if m not in kept],
            )
        box = Postbox(port=free_port())
        use(settings, box)
        with running(box):
            tasks.due(_opened(a_gathering(holder)))
        for person in people:
            (of_authors if person in wrote else of_others).append(features(box, person.email))
    return max(auc([one[n] for one in of_authors], [one[n] for one in of_others]) for n in range(4))


def _opened(gathering: Any) -> datetime:
    operations.close_record(gathering.pk, gathering.ends_at + timedelta(hours=1))
    opens: datetime = gathering.letting_go.get().opens_at
    return opens


@pytest.mark.django_db(transaction=True)
def test_mail_does_not_tell_who_wrote(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    found = after_gatherings(settings, excluded=False, monkeypatch=monkeypatch)

    note("mail: author or not", auc=found, n=96)
    assert found <= 0.55


@pytest.mark.django_db(transaction=True)
def test_mail_that_leaves_authors_out_would_tell(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = after_gatherings(settings, excluded=True, monkeypatch=monkeypatch)

    note("mail, authors left out", auc=found, n=96)
    assert found >= 0.95
