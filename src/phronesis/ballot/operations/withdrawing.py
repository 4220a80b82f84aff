"""Taking back what went: any one holder's code does, at the next monthly review."""

import hashlib

from django.db import transaction

from phronesis.ballot.models import Withdrawal, WithdrawalHash
from phronesis.ballot.operations.keys import BALLOT


def ask_back(code: bytes) -> None:
    """Note that a text is asked back. A code that fits nothing is ignored in silence."""
    row = WithdrawalHash.objects.filter(hash=hashlib.sha256(code).hexdigest()).first()
    if row is None:
        return
    with transaction.atomic(using=BALLOT):
        Withdrawal.objects.bulk_create([Withdrawal(text=row.text)], ignore_conflicts=True)
        WithdrawalHash.objects.filter(text=row.text).delete()
