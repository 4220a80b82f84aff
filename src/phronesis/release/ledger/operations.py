"""Writing the ledger and proving that nobody rewrote it."""

import hashlib
import json
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from phronesis.release.ledger.models import Entry

OFFICE = "default"
BEGINNING = "0" * 64


def record(
    act: str,
    *,
    subject: str,
    at: datetime,
    community: UUID | None = None,
    by: UUID | None = None,
    act_id: UUID | None = None,
) -> Entry:
    """Append one privileged act. With `act_id`, one that was recorded already is left as it is."""
    with transaction.atomic(using=OFFICE):
        known = Entry.objects.filter(pk=act_id).first() if act_id else None
        if known:
            return known
        last = Entry.objects.select_for_update().order_by("-number").first()
        entry = Entry(
            id=act_id or uuid4(),
            number=last.number + 1 if last else 1,
            community=community,
            act=act,
            actor=by,
            subject=subject,
            at=at,
            previous=last.hash if last else BEGINNING,
        )
        entry.hash = _hash(entry)
        Entry.objects.bulk_create([entry])
    return entry


def first_broken() -> int | None:
    """The number of the first entry that does not follow from the one before, or None."""
    previous = BEGINNING
    for number, entry in enumerate(Entry.objects.order_by("number").iterator(), start=1):
        if entry.number != number or entry.previous != previous or entry.hash != _hash(entry):
            return number
        previous = entry.hash
    return None


def _hash(entry: Entry) -> str:
    content = [
        entry.number,
        str(entry.community),
        entry.act,
        str(entry.actor),
        entry.subject,
        entry.at.isoformat(),
        entry.previous,
    ]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()
