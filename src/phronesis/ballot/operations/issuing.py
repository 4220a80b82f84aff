"""Giving slips: blind signatures over what only the phone knows."""

import base64
import hashlib
import secrets
from collections.abc import Sequence
from uuid import UUID

from django.db import connections, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from phronesis.admission.verdicts import Refused
from phronesis.ballot import blind_rsa
from phronesis.ballot.models import GatheringKeys, Issue, Sheet
from phronesis.ballot.operations.keys import BALLOT, ROUNDS, issuer_slot
from phronesis.vault import slots


class OthersSlip(Refused):
    """These very bytes were signed for somebody else: two people, one phone, one secret."""


class HeldElsewhere(Refused):
    """This seat holds slips already, asked for with another secret."""


def give_slips(gathering: UUID, *, seat: bytes, blinded: Sequence[bytes]) -> list[bytes]:
    """Sign three blinded messages, once per seat; the same bytes get the same signatures.

    Raises
    ------
    Refused
        When the sheet is open already or keys are gone.
    HeldElsewhere
        When this seat asked with other bytes before.
    OthersSlip
        When the same bytes were signed for another seat. Signed twice they would still be one
        slip, and two people would be one answer without knowing it.
    ValueError
        When the blinded messages are not three numbers below the issuers' moduli.
    """
    if len(blinded) != ROUNDS:
        raise ValueError("three blinded messages, one per round")
    digest = hashlib.sha256(b"".join(blinded)).digest()
    earlier = Issue.objects.filter(gathering=gathering, seat=seat).first()
    signatures = None if earlier else _sign(gathering, blinded)
    with transaction.atomic(using=BALLOT):
        keys = GatheringKeys.objects.select_for_update().get(gathering=gathering)
        earlier = Issue.objects.filter(gathering=gathering, seat=seat).first()
        if earlier:
            return _again(earlier, digest)
        if signatures is None or Sheet.objects.filter(gathering=gathering).exists():
            raise Refused(_("The sheet is open. Slips were given while people were arriving."))
        if Issue.objects.filter(gathering=gathering, blinded=digest).exists():
            raise OthersSlip(_("Somebody else's slip is on this phone. Yours is kept beside it."))
        Issue.objects.bulk_create(
            [
                Issue(
                    gathering=keys.gathering,
                    seat=seat,
                    blinded=digest,
                    signatures=[base64.b64encode(one).decode() for one in signatures],
                )
            ]
        )
        GatheringKeys.objects.filter(pk=keys.pk).update(slips_given=F("slips_given") + 1)
        _mix(gathering)
    return signatures


def _mix(gathering: UUID) -> None:
    """PostgreSQL shows rows in the order in which they came: lay a gathering's anew, mixed."""
    if connections[BALLOT].vendor != "postgresql":
        return
    rows = list(Issue.objects.filter(gathering=gathering))
    secrets.SystemRandom().shuffle(rows)
    Issue.objects.filter(gathering=gathering).delete()
    Issue.objects.bulk_create(rows)


def _again(earlier: Issue, digest: bytes) -> list[bytes]:
    if bytes(earlier.blinded) != digest:
        raise HeldElsewhere(
            _(
                "You already hold a slip for this gathering, on another phone. Enter your "
                "eight words here to use it on this one."
            )
        )
    return [base64.b64decode(one) for one in earlier.signatures]


def _sign(gathering: UUID, blinded: Sequence[bytes]) -> list[bytes] | None:
    privates = [slots.read(issuer_slot(gathering, round_)) for round_ in range(ROUNDS)]
    if None in privates:
        return None
    return [
        blind_rsa.blind_sign(private, message)
        for private, message in zip(privates, blinded, strict=True)
        if private is not None
    ]
