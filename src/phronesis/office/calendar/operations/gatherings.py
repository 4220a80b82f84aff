"""One gathering: moved, called off, held by somebody else, answered."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from phronesis.admission.verdicts import Refused
from phronesis.office.calendar import rules
from phronesis.office.calendar.models import (
    Gathering,
    GatheringFacilitator,
    Rsvp,
    Sponsorship,
)
from phronesis.office.calendar.queries import COMING, Seat, seat
from phronesis.office.communities import codes

OFFICE = "default"
ANSWERS_STAY = timedelta(hours=24)


def move(gathering: UUID, *, starts_at: datetime, by: UUID, at: datetime) -> Gathering:
    """Move one gathering, keeping its length; calendars that have it are told.

    Raises
    ------
    Refused
        If ``by`` may not change it, or it would begin in the past.
    """
    with transaction.atomic(using=OFFICE):
        found = _locked(gathering, by)
        rules.may_change_gathering(found, at).require()
        if starts_at <= at:
            raise Refused(_("That hour has passed. Choose one that is still ahead."))
        length = found.gathering.ends_at - found.gathering.starts_at
        Gathering.objects.filter(pk=gathering).update(
            starts_at=starts_at, ends_at=starts_at + length, sequence=F("sequence") + 1
        )
    return Gathering.objects.get(pk=gathering)


def call_off(gathering: UUID, *, by: UUID, at: datetime) -> None:
    """Call one gathering off; calendars that have it are told.

    Raises
    ------
    Refused
        If ``by`` may not change it.
    """
    with transaction.atomic(using=OFFICE):
        found = _locked(gathering, by)
        rules.may_change_gathering(found, at).require()
        Gathering.objects.filter(pk=gathering).update(
            state=Gathering.State.CANCELLED, sequence=F("sequence") + 1
        )
        Rsvp.objects.filter(gathering=gathering).delete()


def hold(gathering: UUID, *, people: Sequence[UUID], by: UUID, at: datetime) -> None:
    """Say who holds this gathering.

    Raises
    ------
    Refused
        If ``by`` may not change it, or nobody would hold it.
    """
    with transaction.atomic(using=OFFICE):
        found = _locked(gathering, by)
        rules.may_change_gathering(found, at).require()
        if not people:
            raise Refused(_("Somebody has to hold a gathering. Nothing was changed."))
        GatheringFacilitator.objects.filter(gathering=gathering).exclude(person__in=people).delete()
        GatheringFacilitator.objects.bulk_create(
            [GatheringFacilitator(gathering_id=gathering, person_id=person) for person in people],
            ignore_conflicts=True,
        )


def name_code(gathering: UUID, code: str, *, by: UUID, at: datetime) -> None:
    """Choose the six letters by hand, for a poster that people remember.

    Raises
    ------
    Refused
        If ``by`` may not change it, the code is not six letters, or another gathering has it.
    """
    chosen = codes.normalised(code)
    with transaction.atomic(using=OFFICE):
        found = _locked(gathering, by)
        rules.may_change_gathering(found, at).require()
        if not codes.is_code(chosen):
            raise Refused(_("A code has six letters, from A to Z."))
        if Gathering.objects.filter(code=chosen).exclude(pk=gathering).exists():
            raise Refused(_("Another gathering has this code. Choose other letters."))
        Gathering.objects.filter(pk=gathering).update(code=chosen)


def answer(gathering: UUID, *, says: str, by: UUID, at: datetime) -> None:
    """Say whether one comes: yes, late or no. The last answer counts.

    Raises
    ------
    Refused
        If it is over, called off, or every place is taken.
    """
    with transaction.atomic(using=OFFICE):
        found = _locked(gathering, by)
        rule = rules.may_take_place if says in COMING else rules.may_answer
        rule(found, at).require()
        Rsvp.objects.update_or_create(
            gathering_id=gathering, person_id=by, defaults={"answer": Rsvp.Answer(says)}
        )


def sponsor(gathering: UUID, *, by: UUID, at: datetime) -> None:
    """Stand, by name, by a first gathering that is held on a declaration.

    Raises
    ------
    Refused
        If ``by`` holds it herself, or neither facilitates nor hosts here.
    """
    with transaction.atomic(using=OFFICE):
        found = _locked(gathering, by)
        rules.may_sponsor_gathering(found, at).require()
        today = at.astimezone(ZoneInfo(found.gathering.zone)).date()
        Sponsorship.objects.update_or_create(
            gathering_id=gathering, defaults={"by_id": by, "on": today}
        )


def erase_answers(at: datetime) -> int:
    """Erase who said they would come, a day after it ended. How many answers."""
    with transaction.atomic(using=OFFICE):
        erased, _tables = Rsvp.objects.filter(gathering__ends_at__lte=at - ANSWERS_STAY).delete()
    return erased


def _locked(gathering: UUID, by: UUID) -> Seat:
    """The seat, with the gathering's row held until the transaction ends."""
    Gathering.objects.select_for_update().filter(pk=gathering).first()
    found = seat(by, gathering)
    if found is None:
        raise Refused(_("We could not find that gathering."))
    return found
