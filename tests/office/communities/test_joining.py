"""Coming in by a circle's address: what it says, and what it never tells."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from phronesis.admission.verdicts import Refused
from phronesis.office.communities import limits, operations, queries, tasks
from phronesis.office.communities.models import Act, Community, JoinRequest, Membership
from phronesis.office.people import consents
from phronesis.office.people.models import Consent, Person
from phronesis.site import clock
from tests.factories import (
    A_THURSDAY,
    a_community,
    a_facilitator,
    a_host,
    a_member,
    a_person,
)
from tests.office.communities.test_views import READY, a_code, same_every_time, text_of

pytestmark = pytest.mark.django_db
AGREED = consents.text("joining", "en")
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> Iterator[None]:
    limits.forget()
    yield
    limits.forget()


def a_circle(join_mode: str) -> Community:
    circle = a_community()
    Community.objects.filter(pk=circle.pk).update(join_mode=join_mode)
    circle.refresh_from_db()
    return circle


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_circle_by_invitation_and_no_circle_are_the_same_answer() -> None:
    closed = a_circle("invitation")
    client = signed_in(a_person())

    answers = [
        getattr(client, method)(f"/circles/{circle}/join")
        for method in ("get", "post")
        for circle in (closed.pk, "00000000-0000-4000-8000-000000000000")
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_the_address_asks_for_a_sign_in_whether_or_not_there_is_a_circle() -> None:
    for circle in (a_circle("open").pk, "00000000-0000-4000-8000-000000000000"):
        here = f"/circles/{circle}/join"
        assert Client().get(here)["Location"] == f"/sign-in?next={here}"


def test_whoever_has_the_address_of_an_open_circle_comes_in_once() -> None:
    circle, lorna = a_circle("open"), a_person("Lorna")
    client = signed_in(lorna)
    here = f"/circles/{circle.pk}/join"
    assert client.get(here).status_code == 200
    assert client.post(here, {"agree": "on"}).status_code == 422
    assert not Membership.objects.exists()

    for _twice in range(2):
        assert client.post(here, READY)["Location"] == f"/circles/{circle.pk}"

    member = Membership.objects.get()
    assert member.standing_confirmed_on == clock.now().date()
    assert Consent.objects.get(person=lorna).text == "joining"
    assert client.get(here)["Location"] == f"/circles/{circle.pk}"
    assert not Act.objects.exists(), "a member's coming is nobody's business"


def test_the_coming_of_an_operator_is_visible_to_an_open_circle() -> None:
    circle, operator = a_circle("open"), a_person()
    operator.operates = True

    operations.join(circle, person=operator, agreed=AGREED, at=A_THURSDAY)

    assert Act.objects.get().act == "operator.joined"


def test_a_circle_is_come_into_only_in_its_own_way() -> None:
    lorna = a_person("Lorna")
    with pytest.raises(Refused, match="another way"):
        operations.join(a_circle("by-request"), person=lorna, agreed=AGREED, at=A_THURSDAY)
    with pytest.raises(Refused, match="another way"):
        operations.ask_to_join(a_circle("open"), person=lorna, agreed=AGREED, at=A_THURSDAY)
    assert not Consent.objects.exists()


def test_hosts_see_who_asks_and_let_her_in() -> None:
    circle, lorna = a_circle("by-request"), a_person("Lorna Fairweather")
    host = a_host(circle)
    asking, hosting = signed_in(lorna), signed_in(host.person)
    for _twice in range(2):
        asking.post(f"/circles/{circle.pk}/join", READY)
    people = f"/circles/{circle.pk}/people"
    assert "Somebody asks to come in." in text_of(hosting.get(f"/circles/{circle.pk}"))
    assert "Lorna Fairweather" in text_of(hosting.get(people))

    request = JoinRequest.objects.get()
    for _twice in range(2):
        assert hosting.post(people, {"request": request.pk, "accept": "1"}).status_code == 302

    assert queries.membership_of(lorna.pk, circle.pk)
    assert not JoinRequest.objects.exists()
    assert hosting.post(people, {"request": "no", "accept": "1"}).status_code == 404


def test_who_asked_reads_the_same_whatever_the_hosts_did() -> None:
    circle, lorna = a_circle("by-request"), a_person("Lorna")
    host, client, here = a_host(circle), signed_in(lorna), f"/circles/{circle.pk}/join"
    client.post(here, READY)
    waiting = [client.get(here).content, client.post(here, READY).content]

    request = JoinRequest.objects.get()
    operations.decline_request(request.pk, by=host, at=clock.now())

    assert [client.get(here).content, client.post(here, READY).content] == waiting
    assert JoinRequest.objects.get().declined
    assert "Lorna" not in text_of(signed_in(host.person).get(f"/circles/{circle.pk}/people"))
    assert operations.accept_request(request.pk, by=host, at=clock.now()) is None


@pytest.mark.parametrize("declined", [True, False])
def test_a_request_lapses_on_the_same_day_whatever_the_hosts_did(*, declined: bool) -> None:
    circle, lorna = a_circle("by-request"), a_person("Lorna")
    host = a_host(circle)
    operations.ask_to_join(circle, person=lorna, agreed=AGREED, at=A_THURSDAY)
    if declined:
        request = JoinRequest.objects.get()
        operations.decline_request(request.pk, by=host, at=A_THURSDAY + 9 * DAY)

    told = [
        queries.has_asked(lorna.pk, circle.pk, (A_THURSDAY + days * DAY).date())
        for days in (0, 13, 14)
    ]

    assert told == [True, True, False]
    assert [tasks.due(A_THURSDAY + days * DAY) for days in (13, 14, 14)] == [0, 1, 0]


def test_who_lapsed_can_ask_again_before_the_ticker_came_by() -> None:
    circle, lorna = a_circle("by-request"), a_person("Lorna")
    for later in (0 * DAY, 14 * DAY):
        operations.ask_to_join(circle, person=lorna, agreed=AGREED, at=A_THURSDAY + later)

    assert JoinRequest.objects.get().asked_on == (A_THURSDAY + 14 * DAY).date()


def test_only_hosts_of_this_circle_answer_a_request() -> None:
    circle = a_circle("by-request")
    operations.ask_to_join(circle, person=a_person(), agreed=AGREED, at=A_THURSDAY)
    request = JoinRequest.objects.get()

    with pytest.raises(Refused):
        operations.accept_request(request.pk, by=a_facilitator(circle), at=A_THURSDAY)
    with pytest.raises(Refused):
        operations.decline_request(request.pk, by=a_member(circle), at=A_THURSDAY)
    elsewhere = a_host(a_community("Chairside"))
    assert operations.accept_request(request.pk, by=elsewhere, at=A_THURSDAY) is None
    operations.decline_request(request.pk, by=elsewhere, at=A_THURSDAY)
    request.refresh_from_db()
    assert not request.declined


def pages_a_manager_sees(circle: Community, manager: Person) -> list[bytes]:
    client, here = signed_in(manager), f"/circles/{circle.pk}/join"
    answers = [client.get(here), client.post(here, {"agree": "on"})]
    if circle.join_mode == "by-request":
        answers += [client.post(here, READY), client.get(here)]
        JoinRequest.objects.filter(person=manager).delete()
    return [same_every_time(answer.content) for answer in answers]


@pytest.mark.parametrize("join_mode", ["open", "by-request", "invitation"])
def test_the_address_tells_a_manager_nothing_about_who_belongs(join_mode: str) -> None:
    circle, manager = a_circle(join_mode), a_person("Graham Pell")
    before = pages_a_manager_sees(circle, manager)

    for name in ("Lorna Fairweather", "Samuel Okello", "Kofi Mensah"):
        a_member(circle, person=a_person(name))
    a_facilitator(circle)

    assert pages_a_manager_sees(circle, manager) == before


def test_that_comparison_would_notice_a_single_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Teeth: a page that lists who belongs does not pass for the same page."""
    circle, manager = a_circle("open"), a_person("Graham Pell")
    honest = queries.ground_rules
    monkeypatch.setattr(
        queries,
        "ground_rules",
        lambda of, language: (
            *honest(of, language),
            *(member.person.name for member in queries.members_of(of.pk)),
        ),
    )
    before = pages_a_manager_sees(circle, manager)
    a_member(circle, person=a_person("Lorna Fairweather"))

    assert pages_a_manager_sees(circle, manager) != before


@pytest.mark.parametrize("members", [1, 3])
def test_the_address_costs_the_same_for_any_circle(
    members: int, django_assert_num_queries: Any
) -> None:
    circle = a_circle("by-request")
    for _each in range(members):
        a_member(circle)
    client = signed_in(a_person())

    with django_assert_num_queries(6):
        client.get(f"/circles/{circle.pk}/join")


def wrong(client: Client) -> int:
    return client.get("/invitation/code/WRONGX").status_code


def test_wrong_codes_are_counted_by_session_and_stop_a_right_one_too() -> None:
    code, client = a_code().code, Client()

    told = [wrong(client) for _times in range(limits.WRONG_AT_MOST + 1)]

    assert told == [404] * limits.WRONG_AT_MOST + [429]
    assert client.get(f"/invitation/code/{code}").status_code == 429
    assert Client().get(f"/invitation/code/{code}").status_code == 200, "a ward shares an address"


def test_dropping_the_cookie_does_not_help_and_the_signed_in_are_not_held_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    moment = clock.now()
    monkeypatch.setattr(clock, "now", lambda: moment)
    code = a_code().code
    told = [wrong(Client()) for _times in range(limits.HOUSE_AT_ONCE + 1)]
    assert told == [404] * limits.HOUSE_AT_ONCE + [429]

    assert signed_in(a_person()).get(f"/invitation/code/{code}").status_code == 200


def test_an_account_that_guesses_waits_whatever_cookie_it_sends() -> None:
    guesser = a_person()
    told = [wrong(signed_in(guesser)) for _times in range(limits.WRONG_AT_MOST + 1)]

    assert told[-1] == 429
    assert wrong(signed_in(a_person())) == 404


def test_a_limit_passes_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    for _times in range(limits.WRONG_AT_MOST):
        wrong(client)
    assert wrong(client) == 429
    later = clock.now() + limits.FOR

    monkeypatch.setattr(clock, "now", lambda: later)

    assert wrong(client) == 404
