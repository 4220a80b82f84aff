"""What was brought to those who decide."""

from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from phronesis.office.commitments import operations, queries
from phronesis.office.commitments.models import Concern
from phronesis.office.people.models import Person
from tests.factories import A_THURSDAY, a_member, a_person

pytestmark = pytest.mark.django_db
SENTENCE = "Nobody signed the night plan."


def _delivered(to: Person, community: UUID, concern: UUID | None = None) -> Concern:
    concern = concern or uuid4()
    operations.deliver(
        concern,
        community=community,
        addressed_to=to.pk,
        sentence=SENTENCE,
        carried_by="patients, families, nights",
        would_change="By 20:00 each patient has a signed ceiling.",
        at=A_THURSDAY,
    )
    return Concern.objects.get(pk=concern)


def _signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_delivering_again_changes_nothing() -> None:
    member, leader = a_member(), a_person("Deirdre Quinlan")
    concern = _delivered(leader, member.community_id)
    again = operations.deliver(
        concern.pk,
        community=member.community_id,
        addressed_to=leader.pk,
        sentence="Other words",
        at=A_THURSDAY,
    )
    assert again is False
    assert Concern.objects.get().sentence == SENTENCE


def test_the_person_it_is_for_reads_it_and_what_would_have_to_change() -> None:
    member, leader = a_member(), a_person("Deirdre Quinlan")
    concern = _delivered(leader, member.community_id)
    client = _signed_in(leader)
    assert SENTENCE in client.get("/concerns").content.decode()
    page = client.get(f"/concerns/{concern.pk}").content.decode()
    assert SENTENCE in page
    assert "By 20:00 each patient has a signed ceiling." in page
    assert "Please do not look for who said it" in page


def test_the_circle_reads_what_it_brought_and_others_do_not() -> None:
    member, leader = a_member(), a_person("Deirdre Quinlan")
    concern = _delivered(leader, member.community_id)
    mine, theirs = _signed_in(member.person), _signed_in(a_member().person)
    assert SENTENCE in mine.get(f"/circles/{member.community_id}/concerns").content.decode()
    assert mine.get(f"/concerns/{concern.pk}").status_code == 200
    assert theirs.get(f"/concerns/{concern.pk}").status_code == 404
    assert theirs.get(f"/circles/{member.community_id}/concerns").status_code == 404
    assert SENTENCE not in theirs.get("/concerns").content.decode()


def test_taken_back_the_words_are_gone_and_do_not_come_again() -> None:
    member, leader = a_member(), a_person("Deirdre Quinlan")
    concern = _delivered(leader, member.community_id)
    assert operations.take_back(concern.pk, at=A_THURSDAY)
    assert not operations.take_back(concern.pk, at=A_THURSDAY)
    _delivered(leader, member.community_id, concern.pk)
    assert Concern.objects.get().sentence == ""
    assert queries.brought_to(leader.pk) == ()
    assert _signed_in(leader).get(f"/concerns/{concern.pk}").status_code == 404


def test_the_database_refuses_words_that_were_taken_back() -> None:
    concern = _delivered(a_person(), a_member().community_id)
    with pytest.raises(IntegrityError), transaction.atomic(using="default"):
        Concern.objects.filter(pk=concern.pk).update(taken_back_on=A_THURSDAY.date())


@pytest.mark.parametrize("count", [1, 3])
def test_what_was_brought_is_found_with_one_query(
    count: int, django_assert_num_queries: object
) -> None:
    leader, member = a_person(), a_member()
    for _number in range(count):
        _delivered(leader, member.community_id)
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = [one.community.name for one in queries.brought_to(leader.pk)]
    assert len(found) == count
