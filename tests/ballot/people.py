"""A phone, as the protocol sees it: a second implementation of what the browser does."""

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from phronesis.ballot import slips
from phronesis.ballot.models import GatheringKeys, Sheet
from phronesis.ballot.opening import INFO
from phronesis.ballot.operations import casting, issuing, keys
from phronesis.vault import hpke


@dataclass
class Phone:
    gathering: UUID
    seat: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    secret: bytes = field(default_factory=slips.new_secret)
    tokens: list[slips.Token] = field(default_factory=list)

    def collect(self) -> None:
        """Ask for the three slips, and unblind them."""
        issuers = [base64.b64decode(key) for key in public(self.gathering).issuers]
        derived = [slips.derive(self.secret, issuer) for issuer in issuers]
        asked = [slips.ask(slip, issuer) for slip, issuer in zip(derived, issuers, strict=True)]
        signatures = issuing.give_slips(
            self.gathering, seat=self.seat, blinded=[one.message for one in asked]
        )
        self.tokens = [
            slips.accept(slip, issuer, signature, one.inverse)
            for slip, issuer, signature, one in zip(
                derived, issuers, signatures, asked, strict=True
            )
        ]

    def seal(self, sheet: Sheet, answers: dict[str, str]) -> bytes:
        token = self.tokens[sheet.round]
        slip = {
            "message": base64.b64encode(token.message).decode(),
            "prefix": base64.b64encode(token.prefix).decode(),
            "signature": base64.b64encode(token.signature).decode(),
        }
        codes = {text: hashlib.sha256(secrets.token_bytes(16)).hexdigest() for text in answers}
        return seal(sheet, {"slip": slip, "answers": answers, "withdraw": codes})

    def answer(self, sheet: Sheet, answers: dict[str, str]) -> str:
        """Seal and send; the hash by which the phone will know its receipt."""
        return send(sheet, self.seal(sheet, answers))


def public(gathering: UUID) -> GatheringKeys:
    return GatheringKeys.objects.get(gathering=gathering)


def seal(sheet: Sheet, body: dict[str, object]) -> bytes:
    plain = json.dumps(body).encode().ljust(casting.ANSWER_PADDED)
    point = base64.b64decode(public(sheet.gathering).seals[sheet.round])
    return hpke.seal(point, INFO, sheet.hash.encode(), plain)


def send(sheet: Sheet, sealed: bytes) -> str:
    key = keys.sheet_key(sheet.gathering)
    assert key is not None
    casting.cast(sheet, sealed=sealed, tag=hmac.digest(key, sealed, "sha256"))
    return hashlib.sha256(sealed).hexdigest()


def veto(sheet: Sheet, code: bytes) -> None:
    """Whoever wrote something for this gathering holds a return code."""
    answers = dict.fromkeys(sheet.texts, "points")
    send(sheet, seal(sheet, {"code": code.hex(), "answers": answers}))


def read(sheet: Sheet) -> dict[str, object]:
    key = keys.sheet_key(sheet.gathering)
    assert key is not None
    body = bytes(sheet.ciphertext)
    label = b"phronesis/v1/sheet" + sheet.gathering.bytes
    opened: dict[str, object] = json.loads(AESGCM(key).decrypt(body[:12], body[12:], label))
    return opened
