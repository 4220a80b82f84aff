"""Starting a circle, and saying what it is for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from phronesis.admission.roles import Role
from phronesis.admission.verdicts import Refused
from phronesis.office.communities import rules
from phronesis.office.communities.acts import announce
from phronesis.office.communities.elements import elements
from phronesis.office.communities.models import (
    Charter,
    Community,
    GroundRule,
    Membership,
    MembershipRole,
    StageEntry,
)
from phronesis.office.people.models import Organisation, Person

OFFICE = "default"
WORDS_AT_MOST = 1200


@dataclass(frozen=True, slots=True)
class Foundation:
    """What a circle needs to begin; the charter can wait."""

    name: str
    kind: str
    serves: str = ""
    language: str = "en"
    zone: str = "UTC"
    join_mode: str = "invitation"
    retention_days: int = 30


def found_community(
    what: Foundation, *, organisation: Organisation, by: Person, at: datetime
) -> Community:
    """Start a circle. Who only runs the service does not become part of it.

    Raises
    ------
    Refused
        When `by` may not start circles.
    """
    with transaction.atomic(using=OFFICE):
        rules.may_found_community(by).require()
        circle = Community.objects.create(
            organisation=organisation,
            name=what.name,
            kind=what.kind,
            serves=what.serves,
            language=what.language,
            zone=what.zone,
            join_mode=what.join_mode,
            retention_days=what.retention_days,
            founded_on=at.date(),
        )
        StageEntry.objects.create(
            community=circle,
            number=1,
            stage=StageEntry.Stage.POTENTIAL,
            reason=_("It has been started."),
            on=at.date(),
            entered_by=by,
        )
        if not by.operates:
            host = Membership.objects.create(
                community=circle, person=by, joined_on=at.date(), standing_confirmed_on=at.date()
            )
            MembershipRole.objects.create(membership=host, role=Role.STEWARD.value)
        announce("circle.founded", subject=circle.pk, community=circle.pk, by=by.pk, at=at)
    return circle


def write_charter(
    community: Community,
    answers: Mapping[str, Mapping[str, Any]],
    *,
    by: Membership,
    at: datetime,
    after: int | None = None,
) -> Charter:
    """Write the next version of the charter; earlier ones stay.

    Parameters
    ----------
    answers
        Element id → {"picks": option ids, "words": text}. Unknown ids are left out.
    after
        The version it was written from, or None to not ask.

    Raises
    ------
    Refused
        When `by` is no host, or somebody else wrote a version in between.
    """
    with transaction.atomic(using=OFFICE):
        circle = Community.objects.select_for_update().get(pk=community.pk)
        rules.may_write_charter(by).require()
        latest = circle.charters.order_by("-version").first()
        version = latest.version if latest else 0
        if after is not None and after != version:
            raise Refused(_("Another host changed the charter while you were writing."))
        return Charter.objects.create(
            community=circle,
            version=version + 1,
            answers=_known(answers),
            written_by=by.person,
            written_on=at.date(),
        )


def _known(answers: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    kept: dict[str, dict[str, Any]] = {}
    for element in elements():
        answer = answers.get(element.id, {})
        chosen = set(answer.get("picks", ()))
        picks = [option.id for option in element.options if option.id in chosen]
        words = str(answer.get("words", "")).strip()[:WORDS_AT_MOST]
        if picks or words:
            kept[element.id] = {"picks": picks, "words": words}
    return kept


def agree_ground_rules(
    community: Community, words: Sequence[str], *, language: str, by: Membership
) -> None:
    """Replace the ground rules in one language, in the order given."""
    with transaction.atomic(using=OFFICE):
        rules.may_write_charter(by).require()
        community.ground_rules.filter(language=language).delete()
        lines = [line.strip()[:240] for line in words if line.strip()]
        GroundRule.objects.bulk_create(
            [
                GroundRule(community=community, language=language, position=place, words=line)
                for place, line in enumerate(lines, start=1)
            ]
        )


def write_trust_statement(community: Community, words: str, *, by: Membership) -> None:
    """Say what people here can rely on, in the circle's own words."""
    with transaction.atomic(using=OFFICE):
        rules.may_write_charter(by).require()
        Community.objects.filter(pk=community.pk).update(trust_statement=words.strip()[:2000])


def enter_stage(
    community: Community, stage: str, *, reason: str, by: Membership, at: datetime
) -> StageEntry:
    """Say where the circle stands, and why. Forward or back; earlier entries stay.

    Raises
    ------
    Refused
        When `by` is no host, or there is no reason.
    """
    with transaction.atomic(using=OFFICE):
        circle = Community.objects.select_for_update().get(pk=community.pk)
        rules.may_enter_stage(by).require()
        if not reason.strip():
            raise Refused(_("Say in a sentence why. Later you will want to know."))
        latest = circle.stages.order_by("-number").first()
        return StageEntry.objects.create(
            community=circle,
            number=latest.number + 1 if latest else 1,
            stage=StageEntry.Stage(stage),
            reason=reason.strip(),
            on=at.date(),
            entered_by=by.person,
        )
