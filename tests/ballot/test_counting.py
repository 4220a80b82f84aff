"""The rules of letting go, as letting-go.md point 5 orders them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phronesis.ballot.counting import Answer, Outcome, outcome, quorum

YES, REWORD, POINTS, DISAGREE = Answer.YES, Answer.REWORD, Answer.POINTS, Answer.DISAGREE
answers = st.lists(st.sampled_from(Answer), max_size=40)


@pytest.mark.parametrize(
    ("holders", "needed"),
    [(4, 4), (6, 4), (8, 4), (9, 5), (12, 6), (13, 6), (18, 6), (19, 7), (60, 20)],
)
def test_the_quorum_is_half_up_to_twelve_and_a_third_above(holders: int, needed: int) -> None:
    assert quorum(holders) == needed


@given(answers, st.integers(4, 60))
def test_one_person_who_says_it_could_point_to_someone_keeps_it(
    given_: list[Answer], holders: int
) -> None:
    assert outcome([*given_, POINTS], holders=holders) == Outcome.STAYS


@given(answers, st.integers(0, 60), st.integers(0, 2))
def test_an_author_who_vetoes_keeps_it(given_: list[Answer], holders: int, round_: int) -> None:
    assert outcome(given_, holders=holders, veto=True, round_=round_) == Outcome.STAYS


@given(answers, st.integers(0, 3))
def test_with_fewer_than_four_holders_nothing_goes(given_: list[Answer], holders: int) -> None:
    assert outcome(given_, holders=holders) == Outcome.STAYS


@given(answers, st.integers(4, 60))
def test_silence_is_not_a_yes(given_: list[Answer], holders: int) -> None:
    few = given_[: quorum(holders) - 1]
    assert outcome(few, holders=holders) == Outcome.STAYS


def test_it_goes_with_exactly_two_thirds() -> None:
    assert outcome([YES] * 4 + [DISAGREE] * 2, holders=6) == Outcome.WENT


def test_it_stays_just_below_two_thirds() -> None:
    assert outcome([YES] * 5 + [DISAGREE] * 3, holders=8) == Outcome.STAYS


def test_other_words_are_asked_for_twice_and_no_more() -> None:
    wish = [YES] * 2 + [REWORD] * 3

    assert [outcome(wish, holders=6, round_=r) for r in range(3)] == [
        Outcome.BACK,
        Outcome.BACK,
        Outcome.STAYS,
    ]


@given(answers, st.integers(4, 60), st.integers(0, 2))
def test_one_more_yes_never_keeps_what_would_have_gone(
    given_: list[Answer], holders: int, round_: int
) -> None:
    before = outcome(given_, holders=holders, round_=round_)
    after = outcome([*given_, YES], holders=holders, round_=round_)

    assert not (before == Outcome.WENT and after != Outcome.WENT)
