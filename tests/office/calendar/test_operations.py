"""What happens on the calendar."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from phronesis.admission.verdicts import Refused
from phronesis.office.calendar import operations, queries, tasks
from phronesis.office.calendar.models import Gathering, LettingGo, Rsvp, Series
from phronesis.office.communities import codes
from tests.factories import a_community, a_facilitator, a_member
from tests.office.calendar.factories import BEFORE, a_gathering, a_plan, a_series, day

pytestmark = pytest.mark.django_db
HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)


def test_gatherings_are_written_eight_weeks_ahead() -> None:
    series = a_series()
    starts = list(series.gatherings.values_list("starts_at", flat=True))
    assert len(starts) == 8
    assert max(starts) <= BEFORE + timedelta(weeks=8, days=1)


def test_writing_ahead_again_writes_nothing_again() -> None:
    series = a_series()
    before = list(series.gatherings.values_list("pk", flat=True))
    Series.objects.update(filled_until=None)
    assert operations.materialise(BEFORE) == 0
    assert list(series.gatherings.values_list("pk", flat=True)) == before


def test_a_week_later_there_is_one_more() -> None:
    series = a_series()
    operations.materialise(BEFORE + WEEK)
    assert series.gatherings.count() == 9


def test_wall_time_is_kept_over_the_clock_change() -> None:
    series = a_series()
    hours = [at.strftime("%H:%M") for at in series.gatherings.values_list("starts_at", flat=True)]
    assert hours == ["14:15"] * 3 + ["13:15"] * 5


def test_one_gathering_can_be_moved_and_is_not_written_again() -> None:
    holder = a_facilitator()
    gathering = a_gathering(holder)
    later = gathering.starts_at + timedelta(days=2)
    operations.move(gathering.pk, starts_at=later, by=holder.person_id, at=BEFORE)
    Series.objects.update(filled_until=None)
    operations.materialise(BEFORE)
    moved = Gathering.objects.get(pk=gathering.pk)
    assert (moved.starts_at, moved.ends_at - moved.starts_at) == (later, HOUR)
    assert Gathering.objects.count() == 8


def test_a_gathering_called_off_stays_called_off() -> None:
    holder = a_facilitator()
    gathering = a_gathering(holder)
    operations.call_off(gathering.pk, by=holder.person_id, at=BEFORE)
    Series.objects.update(filled_until=None)
    operations.materialise(BEFORE)
    assert Gathering.objects.filter(state="planned").count() == 7
    assert queries.by_code(gathering.code) is None


def test_a_gathering_that_began_can_no_longer_be_called_off() -> None:
    holder = a_facilitator()
    gathering = a_gathering(holder)
    with pytest.raises(Refused, match="has begun"):
        operations.call_off(gathering.pk, by=holder.person_id, at=gathering.starts_at)


def test_a_series_that_ends_leaves_what_was_before() -> None:
    holder = a_facilitator()
    series = a_series(holder)
    operations.end_series(series.pk, on=day("2026-03-20"), by=holder)
    assert Gathering.objects.filter(state="planned").count() == 2
    Series.objects.update(filled_until=None)
    operations.materialise(BEFORE + 3 * WEEK)
    assert Gathering.objects.filter(state="planned").count() == 2


def test_a_member_cannot_put_a_series_on_the_calendar() -> None:
    with pytest.raises(Refused, match="Those who hold or host"):
        operations.schedule_series(a_plan(), by=a_member(), at=BEFORE)
    assert Series.objects.count() == 0


def test_codes_have_six_letters_that_form_no_word() -> None:
    a_series()
    drawn = list(Gathering.objects.values_list("code", flat=True))
    assert len(set(drawn)) == len(drawn)
    assert all(codes.is_code(code) and set(code) <= set(codes.LETTERS) for code in drawn)


def test_a_code_may_be_chosen_by_hand_once() -> None:
    holder = a_facilitator()
    one, other = a_series(holder).gatherings.order_by("starts_at")[:2]
    operations.name_code(one.pk, " brid-ge", by=holder.person_id, at=BEFORE)
    found = queries.by_code("Bridge")
    assert found is not None
    assert found.id == one.pk
    with pytest.raises(Refused, match="Another gathering has this code"):
        operations.name_code(other.pk, "BRIDGE", by=holder.person_id, at=BEFORE)


def test_an_answer_is_erased_a_day_after_the_gathering() -> None:
    holder = a_facilitator()
    gathering = a_gathering(holder)
    operations.answer(gathering.pk, says="yes", by=holder.person_id, at=BEFORE)
    tasks.due(gathering.ends_at + timedelta(hours=23, minutes=59))
    assert Rsvp.objects.count() == 1
    tasks.due(gathering.ends_at + timedelta(hours=24))
    assert Rsvp.objects.count() == 0


def test_a_place_is_taken_once_and_can_be_given_back() -> None:
    circle = a_community()
    holder = a_facilitator(circle)
    other = a_member(circle)
    gathering = a_gathering(holder, capacity=1)
    operations.answer(gathering.pk, says="yes", by=holder.person_id, at=BEFORE)
    operations.answer(gathering.pk, says="late", by=holder.person_id, at=BEFORE)
    with pytest.raises(Refused, match="Every place is taken"):
        operations.answer(gathering.pk, says="yes", by=other.person_id, at=BEFORE)
    operations.answer(gathering.pk, says="no", by=holder.person_id, at=BEFORE)
    operations.answer(gathering.pk, says="yes", by=other.person_id, at=BEFORE)


def test_letting_go_opens_at_eight_the_next_morning_for_72_hours() -> None:
    gathering = a_gathering()
    operations.close_record(gathering.pk, gathering.ends_at)
    operations.close_record(gathering.pk, gathering.ends_at + 2 * HOUR)
    hours = gathering.letting_go.get()
    assert hours.opens_at.isoformat() == "2026-03-13T08:00:00+00:00"
    assert hours.closes_at - hours.opens_at == timedelta(hours=72)


def test_eight_is_eight_on_the_wall_when_the_clocks_change_meanwhile() -> None:
    gathering = a_gathering(first_on=day("2026-03-27"))
    operations.close_record(gathering.pk, gathering.ends_at)
    hours = gathering.letting_go.get()
    assert hours.opens_at.isoformat() == "2026-03-28T08:00:00+00:00"
    assert hours.closes_at.isoformat() == "2026-03-31T07:00:00+00:00"


def test_a_record_nobody_closed_closes_after_a_day() -> None:
    gathering = a_gathering()
    tasks.due(gathering.ends_at + timedelta(hours=24) - timedelta(seconds=1))
    assert not LettingGo.objects.exists()
    tasks.due(gathering.ends_at + timedelta(hours=24))
    assert Gathering.objects.get(pk=gathering.pk).state == "closed"
    assert LettingGo.objects.count() == 1


def test_a_series_without_letting_go_has_none() -> None:
    gathering = a_gathering(letting_go=False)
    operations.close_record(gathering.pk, gathering.ends_at)
    assert not LettingGo.objects.exists()


def test_hours_are_open_then_ended_then_settled() -> None:
    gathering = a_gathering()
    operations.close_record(gathering.pk, gathering.ends_at)
    hours = gathering.letting_go.get()
    assert queries.hours_open(hours.opens_at - timedelta(seconds=1)) == ()
    tasks.due(hours.opens_at)
    assert [one.id for one in queries.hours_open(hours.opens_at)] == [hours.pk]
    tasks.due(hours.closes_at)
    assert queries.hours_open(hours.closes_at) == ()
    assert [one.id for one in queries.hours_ended(hours.closes_at)] == [hours.pk]
    operations.settle(hours.pk)
    assert queries.hours_ended(hours.closes_at) == ()


def test_it_is_asked_three_times_at_most_and_never_while_sealed() -> None:
    gathering = a_gathering()
    operations.close_record(gathering.pk, gathering.ends_at)
    for round_ in (0, 1, 2):
        hours = gathering.letting_go.get(round=round_)
        tasks.due(hours.opens_at)
        with pytest.raises(Refused):
            operations.open_next_round(gathering.pk, hours.opens_at)
        tasks.due(hours.closes_at)
        if round_ < 2:
            planned = operations.open_next_round(gathering.pk, hours.closes_at)
            assert operations.open_next_round(gathering.pk, hours.closes_at) == planned
    with pytest.raises(Refused, match="three times"):
        operations.open_next_round(gathering.pk, hours.closes_at)


def test_hours_that_passed_while_the_server_was_away_are_given_again() -> None:
    gathering = a_gathering()
    operations.close_record(gathering.pk, gathering.ends_at)
    long_after = gathering.ends_at + timedelta(days=30)
    tasks.due(long_after)
    hours = gathering.letting_go.get()
    assert hours.state == LettingGo.State.WAITING
    assert hours.opens_at > long_after


def test_the_database_keeps_one_gathering_a_day_of_a_rule() -> None:
    gathering = a_gathering()
    gathering.pk, gathering.code = None, "BRIDGE"
    with pytest.raises(IntegrityError), transaction.atomic(using="default"):
        Gathering.objects.bulk_create([gathering])


def test_the_next_of_a_circle_is_the_first_that_is_not_over() -> None:
    gathering = a_gathering()
    near = queries.next_of(gathering.community_id, gathering.ends_at - timedelta(seconds=1))
    after = queries.next_of(gathering.community_id, gathering.ends_at)
    assert near is not None
    assert after is not None
    assert near.id == gathering.pk
    assert after.starts_at == gathering.starts_at + WEEK


@pytest.mark.parametrize("series", [1, 3])
def test_what_is_near_is_found_with_two_queries(
    series: int, django_assert_num_queries: object
) -> None:
    holder = a_facilitator()
    for number in range(series):
        a_series(holder, title=f"Round {number}")
    with django_assert_num_queries(2):  # type: ignore[operator]
        near = queries.upcoming_for(holder.person_id, BEFORE)
    assert len(near) == 8 * series
    assert near[0].facilitators == ("Maren Solheim",)
