"""Opening a sheet: one ciphertext, the same bytes for all, named by its hash."""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction

from phronesis.ballot.models import GatheringKeys, Issue, Sheet
from phronesis.ballot.operations.keys import BALLOT, ROUNDS, issuer_slot, sheet_key
from phronesis.vault import slots

LABEL = b"phronesis/v1/sheet"
PADDED = 32 * 1024  # a sheet of one short text and one of three long ones look alike


def open_sheet(
    gathering: UUID, round_: int, *, texts: Sequence[Mapping[str, Any]], closes: str
) -> Sheet | None:
    """Fix the texts of one round. Idempotent; None when the sheet key is gone.

    `texts` are at most three mappings with an `id` and what people read; `closes` is a moment
    in ISO 8601 that the phone shows. Issue rows go: from here only their number is known.
    """
    known = Sheet.objects.filter(gathering=gathering, round=round_).first()
    if known:
        return known
    key = sheet_key(gathering)
    if key is None:
        return None
    ciphertext = _seal_sheet(key, gathering, round_, texts, closes)
    with transaction.atomic(using=BALLOT):
        keys = GatheringKeys.objects.select_for_update().get(gathering=gathering)
        sheet = Sheet(
            hash=hashlib.sha256(ciphertext).hexdigest(),
            gathering=gathering,
            round=round_,
            ciphertext=ciphertext,
            texts=[str(text["id"]) for text in texts],
            holders=keys.slips_given,
        )
        Sheet.objects.bulk_create([sheet])
        Issue.objects.filter(gathering=gathering).delete()
    # Nobody can be given a slip once the sheet is open, so nothing may sign one.
    for number in range(ROUNDS):
        slots.destroy(issuer_slot(gathering, number))
    return sheet


def _seal_sheet(
    key: bytes, gathering: UUID, round_: int, texts: Sequence[Mapping[str, Any]], closes: str
) -> bytes:
    plain = json.dumps(
        {"gathering": str(gathering), "round": round_, "closes": closes, "texts": list(texts)},
        ensure_ascii=False,
    ).encode()
    if len(plain) > PADDED:
        raise ValueError(f"the sheet has {len(plain)} bytes; {PADDED} are what fits")
    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(key).encrypt(nonce, plain.ljust(PADDED), LABEL + gathering.bytes)
