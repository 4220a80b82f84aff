"""Nobody holds two slips in one gathering by becoming somebody new between them."""

import base64
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from phronesis.commons.rooms import operations as rooms
from phronesis.office.calendar import queries as calendar
from phronesis.office.communities import operations, queries
from phronesis.office.communities.models import Membership
from phronesis.site import clock
from tests.factories import A_THURSDAY, a_community, a_facilitator, a_member
from tests.office.calendar.factories import a_gathering

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _it_is_thursday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: A_THURSDAY + HOUR / 2)


def ask(member: Membership) -> tuple[int, str]:
    """What a member's phone is told when it asks for slips with the word shown in the room."""
    gathering = a_gathering(a_facilitator(member.community))
    facts = calendar.facts(gathering.pk)
    assert facts
    room = rooms.open_room(facts, A_THURSDAY)
    client = Client()
    client.force_login(member.person)
    blinded = [base64.b64encode(bytes(256)).decode()] * 3
    body = {"gathering": str(gathering.pk), "word": room.word, "blinded": blinded}
    answer: Any = client.post("/ballot/tokens", json.dumps(body), content_type="application/json")
    return answer.status_code, answer.json()["reason"]


def test_who_has_had_one_name_all_along_is_not_refused_for_it() -> None:
    # The keys of this gathering are not made: the door was passed, and stops at the next one.
    assert ask(a_member()) == (503, "keys")


@pytest.mark.parametrize("when", [A_THURSDAY, A_THURSDAY - 2 * HOUR, A_THURSDAY - 23 * HOUR])
def test_who_began_anew_after_the_room_could_open_waits_for_the_next_round(when: datetime) -> None:
    member = a_member()
    operations.start_anew(member, at=when)

    assert ask(member) == (409, "anew")


def test_who_began_anew_before_any_slip_was_given_has_her_say() -> None:
    member = a_member()
    operations.start_anew(member, at=A_THURSDAY - 2 * DAY)

    assert ask(member) == (503, "keys")


def test_leaving_and_coming_in_again_is_beginning_anew() -> None:
    member = a_member()
    operations.leave(member, at=A_THURSDAY)
    again = a_member(member.community, person=member.person)

    assert ask(again) == (409, "anew")


def test_asking_whether_somebody_began_again_costs_one_query(
    django_assert_num_queries: Any,
) -> None:
    member = a_member(a_community("Chairside"))
    with django_assert_num_queries(1):
        assert not queries.began_again_since(
            member.person_id, member.community_id, A_THURSDAY.date()
        )
