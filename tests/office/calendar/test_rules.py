"""Who may open a room, and what a refusal says is missing."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from phronesis.admission.roles import Role
from phronesis.admission.verdicts import Refused
from phronesis.office.calendar import operations, queries, rules
from phronesis.office.calendar.queries import Opening
from phronesis.office.people.models import Area, Competence
from tests.factories import A_DAY, A_THURSDAY, a_community, a_facilitator, a_host, a_member
from tests.office.calendar.factories import BEFORE, a_gathering

ALL = frozenset(Area.values)
READY = Opening(
    gathering=uuid4(),
    state="planned",
    starts_at=A_THURSDAY,
    ends_at=A_THURSDAY + timedelta(hours=1),
    facilitates=True,
    facilitators=1,
    attested=ALL,
    declared=ALL,
    is_first=False,
    sponsored_on=None,
    sponsor="",
    expected=9,
    today=A_DAY,
)
NEW = replace(READY, attested=ALL - {"ethics"}, is_first=True)


def _says(opening: Opening, at: object = A_THURSDAY) -> str:
    return rules.may_open_room(opening, ALL, at).reason  # type: ignore[arg-type]


def test_attested_and_current_competences_open_the_room() -> None:
    assert rules.may_open_room(READY, ALL, A_THURSDAY)


def test_only_those_who_hold_it_open_it() -> None:
    assert "Only those who hold" in _says(replace(READY, facilitates=False))


def test_a_gathering_called_off_or_closed_has_no_room() -> None:
    assert "called off" in _says(replace(READY, state="cancelled"))
    assert "has ended" in _says(replace(READY, state="closed"))
    assert "has ended" in _says(READY, READY.ends_at + timedelta(hours=24))


def test_it_opens_a_day_before_at_the_earliest() -> None:
    assert "one day before" in _says(READY, A_THURSDAY - timedelta(hours=24, seconds=1))
    assert _says(READY, A_THURSDAY - timedelta(hours=24)) == ""


def test_a_missing_competence_is_named_with_what_to_do() -> None:
    says = _says(replace(READY, attested=ALL - {"ethics"}, declared=ALL - {"ethics"}))
    assert "needs ethics" in says
    assert "together with somebody who has it" in says


def test_a_declaration_carries_a_first_gathering_with_a_sponsor_for_thirty_days() -> None:
    assert "stands by it" in _says(NEW)
    assert _says(replace(NEW, sponsored_on=A_DAY)) == ""
    assert _says(replace(NEW, sponsored_on=A_DAY - timedelta(days=30))) == ""
    assert "stands by it" in _says(replace(NEW, sponsored_on=A_DAY - timedelta(days=31)))


def test_a_declaration_does_not_carry_a_second_gathering() -> None:
    assert "first gathering only" in _says(replace(NEW, is_first=False, sponsored_on=A_DAY))


def test_from_thirteen_people_on_two_is_advice_and_not_a_condition() -> None:
    assert rules.opening_warning(replace(READY, expected=12)) == ""
    assert "two hold the room better" in rules.opening_warning(replace(READY, expected=13))
    assert rules.opening_warning(replace(READY, expected=13, facilitators=2)) == ""
    assert rules.may_open_room(replace(READY, expected=13), ALL, A_THURSDAY)


@pytest.mark.django_db
def test_two_who_hold_it_have_the_competences_jointly() -> None:
    circle = a_community()
    one, other = a_facilitator(circle), a_facilitator(circle)
    Competence.objects.filter(person=one.person, area="ethics").delete()
    Competence.objects.filter(person=other.person).exclude(area="ethics").delete()
    gathering = a_gathering(one, facilitators=[one.person_id, other.person_id])
    opening = queries.opening(gathering.pk, one.person_id, BEFORE)
    assert opening is not None
    assert opening.attested == ALL
    assert rules.may_open_room(opening, ALL, BEFORE)


@pytest.mark.django_db
def test_a_competence_that_ran_out_is_missing() -> None:
    holder = a_facilitator()
    Competence.objects.filter(person=holder.person, area="ethics").update(until=date(2026, 3, 11))
    gathering = a_gathering(holder)
    opening = queries.opening(gathering.pk, holder.person_id, BEFORE)
    assert opening is not None
    assert opening.attested == ALL - {"ethics"}


@pytest.mark.django_db
def test_who_holds_it_cannot_stand_by_it_and_a_host_can() -> None:
    circle = a_community()
    holder, host, member = a_facilitator(circle), a_host(circle), a_member(circle)
    gathering = a_gathering(holder)
    for somebody in (holder, member):
        with pytest.raises(Refused):
            operations.sponsor(gathering.pk, by=somebody.person_id, at=BEFORE)
    operations.sponsor(gathering.pk, by=host.person_id, at=BEFORE)
    opening = queries.opening(gathering.pk, holder.person_id, BEFORE)
    assert opening is not None
    assert (opening.sponsored_on, opening.sponsor) == (A_DAY, host.person.name)


@pytest.mark.django_db
def test_every_standing_meets_the_rule_for_series() -> None:
    circle = a_community()
    may = {
        Role.FACILITATOR: True,
        Role.CO_FACILITATOR: True,
        Role.STEWARD: True,
        Role.LEADER: False,
        Role.COACH: False,
        Role.RESEARCHER: False,
    }
    for role, expected in may.items():
        assert bool(rules.may_schedule_series(a_member(circle, roles=(role,)))) is expected
