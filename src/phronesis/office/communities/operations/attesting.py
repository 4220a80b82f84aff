"""Attesting what somebody who holds a circle can do, until a day."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from phronesis.admission.verdicts import Refused
from phronesis.office.communities import rules
from phronesis.office.communities.acts import announce
from phronesis.office.communities.models import Act, Membership
from phronesis.office.people import operations as people
from phronesis.office.people import queries as who
from phronesis.office.people.models import Competence

OFFICE = "default"


def attest(of: Membership, area: str, *, until: date, by: Membership, at: datetime) -> Act | None:
    """Attest, or attest again, what a facilitator has declared.

    Returns what the ledger will hold, or None where it was attested until that day already. An
    attestation is not shortened by another: it runs out, or it is renewed.

    Raises
    ------
    Refused
        When `by` may not, she has not declared it, or the day is not one of the coming two years.
    """
    today = at.date()
    with transaction.atomic(using=OFFICE):
        row = (
            Competence.objects.select_for_update().filter(person_id=of.person_id, area=area).first()
        )
        attested = who.attested_areas(by.person_id, today)
        rules.may_attest_competence(by, of, area, attested=attested).require()
        if row is None:
            raise Refused(_("This is not declared yet. It is declared first, on one's own page."))
        if not today < until <= today + rules.ATTESTED_AT_MOST:
            raise Refused(_("Choose a day that is ahead, two years from now at most."))
        if row.is_attested and row.until >= until:
            return None
        people.attest_competence(of.person, area, by=by.person, until=until)
        return announce(
            f"competence.attested.{area}",
            subject=of.person_id,
            community=of.community_id,
            by=by.person_id,
            at=at,
        )
