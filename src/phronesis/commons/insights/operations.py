"""What happens to what a circle wants to keep."""

import json
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from phronesis.admission.passes import Pass
from phronesis.admission.verdicts import Refused
from phronesis.commons.insights import rules, texts
from phronesis.commons.insights.models import Insight, Restatement
from phronesis.vault import operations as vault
from phronesis.vault.models import ItemKey

COMMONS = "commons"


def draft_restatement(
    restatement: UUID,
    *,
    gathering: UUID,
    text: texts.Text,
    kind: str,
    destination: str,
    addressed_to: UUID | None,
    by: Pass,
) -> Restatement:
    """Write or rewrite one of at most three restatements; the id is the client's.

    Raises
    ------
    Refused
        When `by` may not, three are there already, or people are being asked about it.
    """
    rules.may_draft_restatement(by, by.community).require()
    words = json.dumps(text.as_dict(), ensure_ascii=False)
    if len(words.encode()) > texts.MOST_BYTES:
        raise Refused(_("This is too long to be taken."))
    restatement = _own_id(restatement, gathering)
    body = vault.seal_words(restatement, words)
    with transaction.atomic(using=COMMONS):
        rows = list(Restatement.objects.select_for_update().filter(gathering=gathering))
        known = next((row for row in rows if row.id == restatement), None)
        if known:
            return _rewrite(known, body, kind, destination, addressed_to)
        if len(rows) >= rules.MOST:
            raise Refused(_("Three is the most one gathering can ask about."))
        free = min(set(range(1, rules.MOST + 1)) - {row.number for row in rows})
        row = Restatement(
            id=restatement,
            gathering=gathering,
            community=by.community,
            number=free,
            kind=kind,
            destination=destination,
            addressed_to=addressed_to,
            body=body,
        )
        Restatement.objects.bulk_create([row])
    return row


def _own_id(asked: UUID, gathering: UUID) -> UUID:
    """The id that was asked for, unless other words are sealed under it already.

    Ids are seen on walls and in addresses. Drafted under somebody else's and dropped again, a
    restatement would take those words along.
    """
    is_ours = Restatement.objects.filter(pk=asked, gathering=gathering).exists()
    return asked if is_ours or not ItemKey.objects.filter(pk=asked).exists() else uuid4()


def _rewrite(
    row: Restatement, body: bytes, kind: str, destination: str, addressed_to: UUID | None
) -> Restatement:
    rules.may_change_restatement(row).require()
    row.body, row.kind = body, kind
    row.destination, row.addressed_to = destination, addressed_to
    Restatement.objects.filter(pk=row.pk).update(
        body=body, kind=kind, destination=destination, addressed_to=addressed_to
    )
    return row


def drop_restatement(restatement: UUID, *, by: Pass) -> None:
    """The facilitator drops a draft; its words are erased first."""
    row = Restatement.objects.filter(pk=restatement, community=by.community).first()
    if row is None:
        return
    rules.may_draft_restatement(by, row.community).require()
    rules.may_change_restatement(row).require()
    vault.erase([row.pk])
    with transaction.atomic(using=COMMONS):
        Restatement.objects.filter(pk=row.pk).delete()


def ask_about(restatements: list[UUID], *, round_: int) -> None:
    """These are on the open sheet now: their words are fixed."""
    with transaction.atomic(using=COMMONS):
        Restatement.objects.filter(pk__in=restatements, state__in=rules.DRAFTING).update(
            state="asked", round=round_
        )


def answer(restatement: UUID, *, outcome: str, format_id: str, at: datetime) -> None:
    """Write down what became of a restatement; what went to the circle becomes an insight.

    `outcome` is went, stays, back (other words are wanted) or again (asked once more, the
    same words). Idempotent: an answer that is already there changes nothing.
    """
    state = {"again": "back"}.get(outcome, outcome)
    row = Restatement.objects.filter(pk=restatement).first()
    if row is None or row.state in (state, "handed"):
        return
    if state == "went" and row.destination == "circle":
        _keep(row, format_id, at)
    with transaction.atomic(using=COMMONS):
        Restatement.objects.filter(pk=restatement).update(state=state)


def mark_handed(restatement: UUID) -> None:
    """What went to a leader has reached her."""
    with transaction.atomic(using=COMMONS):
        Restatement.objects.filter(pk=restatement, state="went").update(state="handed")


def _keep(row: Restatement, format_id: str, at: datetime) -> None:
    """The insight takes the restatement's id and sealed body: one key, one erasure."""
    insight = Insight(
        id=row.pk,
        community=row.community,
        gathering=row.gathering,
        kind=row.kind,
        format_id=format_id,
        learned_in=at.date().replace(day=1),
        body=bytes(row.body),
    )
    with transaction.atomic(using=COMMONS):
        Insight.objects.bulk_create([insight], ignore_conflicts=True)


def take_back(insight: UUID) -> None:
    """Somebody who let it go asked it back: its words are erased, the row goes."""
    vault.erase([insight])
    with transaction.atomic(using=COMMONS):
        Insight.objects.filter(pk=insight).delete()
        Restatement.objects.filter(pk=insight).delete()
