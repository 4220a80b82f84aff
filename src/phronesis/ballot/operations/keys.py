"""Making a gathering's keys, before anybody arrives."""

import base64
import secrets
from uuid import UUID

from django.db import IntegrityError, transaction

from phronesis.ballot import blind_rsa, fingerprints
from phronesis.ballot.models import GatheringKeys
from phronesis.vault import hpke, slots

BALLOT = "ballot"
ROUNDS = 3


def issuer_slot(gathering: UUID, round_: int) -> str:
    return f"issuer-{gathering}-{round_}"


def seal_slot(gathering: UUID, round_: int) -> str:
    return f"seal-{gathering}-{round_}"


def sheet_slot(gathering: UUID) -> str:
    return f"sheet-{gathering}"


def make_keys(gathering: UUID) -> GatheringKeys:
    """Make three issuer keys, three seal keys and the sheet key; once, whoever asks first.

    Private parts are on disk in their slots before the public row names them; a crash
    between leaves slots that the next call takes up.
    """
    known = GatheringKeys.objects.filter(gathering=gathering).first()
    if known:
        return known
    issuers = [_issuer(gathering, round_) for round_ in range(ROUNDS)]
    seals = [_seal(gathering, round_) for round_ in range(ROUNDS)]
    sheet_key = slots.make(sheet_slot(gathering), secrets.token_bytes(32))
    named = fingerprints.fingerprint(
        fingerprints.GatheringKeys(gathering, issuers, seals, sheet_key)
    )
    keys = GatheringKeys(
        gathering=gathering,
        issuers=[base64.b64encode(key).decode() for key in issuers],
        seals=[base64.b64encode(key).decode() for key in seals],
        fingerprint=fingerprints.full(named),
    )
    try:
        with transaction.atomic(using=BALLOT):
            GatheringKeys.objects.bulk_create([keys])
    except IntegrityError:
        return GatheringKeys.objects.get(gathering=gathering)
    return keys


def sheet_key(gathering: UUID) -> bytes | None:
    """What a phone receives in *arrive*, and nobody afterwards."""
    return slots.read(sheet_slot(gathering))


def _issuer(gathering: UUID, round_: int) -> bytes:
    name = issuer_slot(gathering, round_)
    private = slots.read(name) or slots.make(name, blind_rsa.generate_key())
    return blind_rsa.public_key(private)


def _seal(gathering: UUID, round_: int) -> bytes:
    name = seal_slot(gathering, round_)
    private = slots.read(name) or slots.make(name, hpke.generate()[0])
    return hpke.public_key(private)


def make_keys_if_missing(gathering: UUID) -> bool:
    """As `make_keys`; whether there was anything to make."""
    if GatheringKeys.objects.filter(gathering=gathering).exists():
        return False
    make_keys(gathering)
    return True
