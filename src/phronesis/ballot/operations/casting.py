"""Taking sealed answers in. Nothing is opened here, so nothing can be refused for its content."""

import hashlib
import hmac

from django.db import transaction

from phronesis.ballot.models import SealedAnswer, Sheet
from phronesis.ballot.operations.keys import BALLOT, sheet_key

ANSWER_PADDED = 2048
# HPKE adds a 65-byte point and a 16-byte tag.
SEALED_LENGTH = ANSWER_PADDED + 65 + 16
FULL = 4000


class SheetClosed(Exception):  # noqa: N818 -- a fact about the sheet, not a fault
    """The sheet is not open any more."""


class InboxFull(Exception):  # noqa: N818 -- likewise
    """More answers than any gathering has people: nothing more is stored."""


def cast(sheet: Sheet, *, sealed: bytes, tag: bytes) -> None:
    """Have one sealed answer on disk. The same bytes twice are one answer.

    `tag` is HMAC-SHA256(sheet key, sealed): it shows that the sender has read the sheet and
    nothing else, so that a stranger cannot fill the inbox. A wrong tag is ignored in silence:
    every answer is the same 202.

    Raises
    ------
    SheetClosed, InboxFull
    """
    if sheet.state != "open":
        raise SheetClosed
    key = sheet_key(sheet.gathering)
    if key is None or not hmac.compare_digest(hmac.digest(key, sealed, "sha256"), tag):
        return
    name = hashlib.sha256(sealed).hexdigest()
    with transaction.atomic(using=BALLOT):
        locked = Sheet.objects.select_for_update().get(pk=sheet.pk)
        if locked.state != "open":
            raise SheetClosed
        if SealedAnswer.objects.filter(sheet=sheet.hash).count() >= FULL:
            raise InboxFull
        SealedAnswer.objects.bulk_create(
            [SealedAnswer(hash=name, sheet=sheet.hash, sealed=sealed)], ignore_conflicts=True
        )
