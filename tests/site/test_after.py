"""After the round: drafting, letting go by cards, and what the ledger says of it."""

from uuid import UUID, uuid4

import pytest
from django.test import Client

from phronesis.admission.roles import Role
from phronesis.ballot.operations import keys
from phronesis.commons.insights import queries as insights
from phronesis.office.communities.models import Membership
from phronesis.office.people.models import Person
from phronesis.release.ledger.models import Entry
from tests.ballot.people import Phone
from tests.factories import a_facilitator, a_member
from tests.office.calendar.factories import a_gathering

pytestmark = pytest.mark.django_db


def a_held_gathering() -> tuple[Client, Membership, UUID]:
    held = a_facilitator()
    gathering = a_gathering(held)
    keys.make_keys(gathering.pk)
    client = Client(HTTP_HOST="localhost")
    client.force_login(held.person, backend="django.contrib.auth.backends.ModelBackend")
    return client, held, gathering.pk


def draft(client: Client, gathering: UUID, **words: str) -> int:
    fields = {"id": str(uuid4()), "kind": "insight", "destination": "circle", **words}
    return client.post(f"/gatherings/{gathering}/after", fields).status_code


def test_a_draft_is_kept_and_shown_to_whoever_holds_the_gathering() -> None:
    client, _held, gathering = a_held_gathering()

    assert draft(client, gathering, title="Say until when") == 302
    assert "Say until when" in client.get(f"/gatherings/{gathering}/after").content.decode()


def test_the_same_draft_sent_twice_is_one() -> None:
    client, _held, gathering = a_held_gathering()
    same = str(uuid4())

    for _time in range(2):
        assert draft(client, gathering, id=same, title="Say until when") == 302

    assert len(insights.restatements(gathering)) == 1


def test_a_fourth_draft_is_refused_and_says_why() -> None:
    client, _held, gathering = a_held_gathering()
    for number in range(3):
        draft(client, gathering, title=f"One {number}")

    assert draft(client, gathering, title="One more") == 409


def test_a_draft_without_a_sentence_comes_back_with_its_words() -> None:
    client, _held, gathering = a_held_gathering()
    fields = {"id": str(uuid4()), "kind": "insight", "destination": "circle", "doubt": "Who waits?"}

    answer = client.post(f"/gatherings/{gathering}/after", fields)

    assert answer.status_code == 422
    assert "Who waits?" in answer.content.decode()


def test_for_a_member_and_for_a_stranger_the_page_is_not_there() -> None:
    _client, held, gathering = a_held_gathering()
    for person in (a_member(held.community).person, a_member().person):
        other = Client(HTTP_HOST="localhost")
        other.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        assert other.get(f"/gatherings/{gathering}/after").status_code == 404


def test_what_cards_came_to_stands_in_the_ledger_without_a_word_or_a_number() -> None:
    client, held, gathering = a_held_gathering()
    draft(client, gathering, title="Say until when")
    (text,) = insights.restatements(gathering)

    client.post(f"/gatherings/{gathering}/after/{text.id}/cards", {"outcome": "went"})

    assert [one.text.title for one in insights.insights_of(held.community_id)] == ["Say until when"]
    entry = Entry.objects.get(act__startswith="restatement.by-cards")
    assert (entry.act, entry.actor) == ("restatement.by-cards.went", held.person_id)
    assert "until" not in str(vars(entry))


def test_with_four_slips_out_the_phones_decide_and_cards_are_refused() -> None:
    client, held, gathering = a_held_gathering()
    for _phone in range(4):
        Phone(gathering).collect()
    draft(client, gathering, title="Say until when")
    (text,) = insights.restatements(gathering)

    answer = client.post(f"/gatherings/{gathering}/after/{text.id}/cards", {"outcome": "went"})

    assert answer.status_code == 409
    assert insights.insights_of(held.community_id) == []


def test_a_leader_must_be_named_where_it_goes_to_one() -> None:
    client, held, gathering = a_held_gathering()
    leader = a_member(held.community, roles=(Role.LEADER,)).person
    Person.objects.filter(pk=leader.pk).update(title="chief nurse")

    assert draft(client, gathering, title="Sign it", destination="leader") == 422
    named = {"destination": "leader", "addressed_to": str(leader.pk)}
    assert draft(client, gathering, title="Sign it", **named) == 302
