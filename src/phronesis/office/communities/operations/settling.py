"""What hosts settle for their circle: its name, language, hours, keeping and way in."""

from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from phronesis.admission.verdicts import Refused
from phronesis.office.communities import rules
from phronesis.office.communities.acts import announce
from phronesis.office.communities.models import Community, Membership

OFFICE = "default"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything about a circle that its hosts may change. Its kind is not among it."""

    name: str
    serves: str
    language: str
    zone: str
    retention_days: int
    join_mode: str
    recess_from: date | None
    recess_until: date | None


def settings_of(circle: Community) -> Settings:
    """The present settings."""
    return Settings(**{field.name: getattr(circle, field.name) for field in fields(Settings)})


def change_circle(what: Settings, *, by: Membership, at: datetime) -> tuple[str, ...]:
    """Change settings; the names of those that are different now, each in the ledger.

    Saving the same again writes nothing.

    Raises
    ------
    Refused
        When `by` is no host, or a recess would end without beginning, or before it begins.
    """
    with transaction.atomic(using=OFFICE):
        circle = Community.objects.select_for_update().get(pk=by.community_id)
        rules.may_change_circle(by).require()
        if what.recess_until and not (what.recess_from and what.recess_from <= what.recess_until):
            raise Refused(_("A rest ends on the day it begins or later. Say both days."))
        held = settings_of(circle)
        changed = {
            field.name: getattr(what, field.name)
            for field in fields(Settings)
            if getattr(what, field.name) != getattr(held, field.name)
        }
        Community.objects.filter(pk=circle.pk).update(**changed)
        for name in changed:
            announce(
                f"circle.changed.{name}",
                subject=circle.pk,
                community=circle.pk,
                by=by.person_id,
                at=at,
            )
    return tuple(changed)
