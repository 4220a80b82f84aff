"""One short name for all keys of a gathering, printed on its invitation and in its QR code.

A server that gave one phone other keys than the rest could recognise its slip; so the phone
refuses keys whose fingerprint is not the one it was invited with (``ballot/fingerprints.js``).

The fingerprint is SHA-256 over a label, the gathering's id, the three issuer keys (DER), the
three seal keys (points) and a commitment to the sheet key, each after its length in four bytes.
A link or QR code carries it whole (52 characters), and that is what a phone compares. People
compare the first 20 characters, 100 bits: enough against keys made to look like given ones, not
against a server that spends 2**50 tries on making two sets alike beforehand.
"""

from base64 import b32encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest
from typing import Final
from uuid import UUID

ROUNDS: Final = 3
SHORT: Final = 20
GROUP: Final = 4
_KEYS_LABEL: Final = b"phronesis/v1/gathering-keys"
_SHEET_LABEL: Final = b"phronesis/v1/sheet-key"
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TO_CROCKFORD: Final = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", _ALPHABET)
_MISREAD: Final = str.maketrans("OIL", "011")


@dataclass(frozen=True)
class GatheringKeys:
    """What a phone fetches in *arrive*: all public but `sheet_key` (32 bytes), which who came has.

    One issuer and one seal key per round (a question and two rewordings): `issuers` are
    SubjectPublicKeyInfo DER of RSA keys, `seals` P-256 points of 65 bytes.
    """

    gathering: UUID
    issuers: Sequence[bytes]
    seals: Sequence[bytes]
    sheet_key: bytes


def fingerprint(keys: GatheringKeys) -> bytes:
    """The 32-byte fingerprint. Raises `ValueError` unless there are three keys of each kind."""
    if not len(keys.issuers) == len(keys.seals) == ROUNDS:
        raise ValueError("a gathering has an issuer and a seal key for each of three rounds")
    commitment = sha256(_SHEET_LABEL + keys.sheet_key).digest()
    parts = [_KEYS_LABEL, keys.gathering.bytes, *keys.issuers, *keys.seals, commitment]
    return sha256(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).digest()


def full(value: bytes) -> str:
    """All of it, 52 characters, for the link and the QR code."""
    return b32encode(value).decode().rstrip("=").translate(_TO_CROCKFORD)


def short(value: bytes) -> str:
    """Five groups of four, for the paper: ``7K2M-9QXF-…``."""
    letters = full(value)[:SHORT]
    return "-".join(letters[i : i + GROUP] for i in range(0, SHORT, GROUP))


def matches(value: bytes, given: str) -> bool:
    """Whether `given`, full or short, typed or scanned, names these keys."""
    letters = "".join(c for c in given.upper() if c.isascii() and c.isalnum()).translate(_MISREAD)
    if len(letters) not in (SHORT, len(full(value))):
        return False
    return compare_digest(full(value)[: len(letters)].encode(), letters.encode())
