"""Once a month what was asked back goes, whichever day the server is there to do it."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from phronesis.ballot.models import Withdrawal
from phronesis.release.ledger.models import Entry
from phronesis.release.letting_go.delivery import review_withdrawals

pytestmark = pytest.mark.django_db

FIFTH = datetime(2027, 3, 5, 9, tzinfo=UTC)


def test_a_server_that_was_away_on_the_first_reviews_when_it_is_back() -> None:
    Withdrawal.objects.create(text=uuid4())

    assert review_withdrawals(FIFTH) == 1
    assert Withdrawal.objects.filter(done=True).count() == 1


def test_what_is_asked_back_later_waits_for_the_next_month() -> None:
    review_withdrawals(FIFTH)
    Withdrawal.objects.create(text=uuid4())

    assert review_withdrawals(FIFTH.replace(day=28)) == 0
    assert review_withdrawals(FIFTH.replace(month=4)) == 1


def test_a_month_is_reviewed_once_and_the_ledger_says_so() -> None:
    for day in (5, 6, 7):
        review_withdrawals(FIFTH.replace(day=day))

    assert Entry.objects.get(act="withdrawals.reviewed").subject == "2027-03"
