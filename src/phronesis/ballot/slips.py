"""What a phone derives from its locker secret: slips, the locker's keys, return codes.

The browser does this (``ballot/slips.js``); this is the second implementation, for the rehearsal
and the tests, and both must give the same bytes (``tests/vectors/slips.json``). The server never
sees a locker secret: of all this it uses `Token` and the hash of a code.

Everything about a slip is derived from the secret and the issuer key, by HKDF-SHA256 (RFC 5869)
with the SHA-256 of the key's DER as salt and one label per purpose, so that a wiped or second
phone that knows the eight words asks again with the same bytes and gets the same signature.
"""

import secrets
from dataclasses import dataclass
from hashlib import sha256
from math import gcd
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from phronesis.ballot import blind_rsa, words

SECRET_BYTES: Final = 11
SECRET_WORDS: Final = 8
CODE_BYTES: Final = 16
CODE_WORDS: Final = 12
MESSAGE_BYTES: Final = 32
_LABEL: Final = "phronesis/v1/"


@dataclass(frozen=True)
class Slip:
    """The derived parts of one slip under one issuer key, before it is signed.

    `message`, `prefix`: 32 bytes each; `salt`: 48 bytes; `r`: uniform in [1, n), invertible.
    """

    message: bytes
    prefix: bytes
    salt: bytes
    r: int

    @property
    def prepared(self) -> bytes:
        """The 64 bytes that the signature is about: prefix ‖ message."""
        return blind_rsa.prepare(self.message, self.prefix)


@dataclass(frozen=True)
class Token:
    """A signed slip, as it is sent with a ballot: 32, 32 and 256 bytes."""

    message: bytes
    prefix: bytes
    signature: bytes

    def is_signed_by(self, issuer: bytes) -> bool:
        """Whether the issuer key (SubjectPublicKeyInfo DER) signed this slip, whoever asked."""
        if len(self.message) != MESSAGE_BYTES or len(self.prefix) != blind_rsa.PREFIX_BYTES:
            return False
        return blind_rsa.verify(issuer, self.prefix + self.message, self.signature)


@dataclass(frozen=True)
class Locker:
    """Three keys of 32 bytes that tell nothing of each other: where, may write, can read."""

    identifier: bytes
    write_key: bytes
    encryption_key: bytes


def derive(secret: bytes, issuer: bytes) -> Slip:
    """The slip of this locker secret (11 bytes) under this issuer key (DER)."""
    return Slip(
        message=_hkdf(secret, issuer, "slip/message", MESSAGE_BYTES),
        prefix=_hkdf(secret, issuer, "slip/prefix", blind_rsa.PREFIX_BYTES),
        salt=_hkdf(secret, issuer, "slip/salt", blind_rsa.HASH_BYTES),
        r=_blinding(secret, issuer),
    )


def ask(slip: Slip, issuer: bytes) -> blind_rsa.Blinded:
    """The blinded message to send, and the inverse to keep for `accept`."""
    return blind_rsa.blind(issuer, slip.prepared, salt=slip.salt, r=slip.r)


def accept(slip: Slip, issuer: bytes, blind_signature: bytes, inverse: int) -> Token:
    """The token, once what came back is checked. Raises `BlindError` if it is no signature."""
    signature = blind_rsa.finalize(issuer, slip.prepared, blind_signature, inverse)
    return Token(slip.message, slip.prefix, signature)


def locker(secret: bytes) -> Locker:
    """Identifier, write key and encryption key of the locker with this secret."""
    return Locker(
        identifier=_hkdf(secret, b"", "locker/identifier", 32),
        write_key=_hkdf(secret, b"", "locker/write", 32),
        encryption_key=_hkdf(secret, b"", "locker/encryption", 32),
    )


def new_secret() -> bytes:
    """88 fresh bits: eight words."""
    return secrets.token_bytes(SECRET_BYTES)


def secret_words(secret: bytes) -> list[str]:
    """The eight words of a locker secret."""
    return words.to_words(int.from_bytes(secret, "big"), SECRET_WORDS)


def secret_from_words(text: str) -> bytes | None:
    """The secret behind eight words, or None if they are not eight words of the list."""
    value = words.from_words(text, SECRET_WORDS)
    return None if value is None else value.to_bytes(SECRET_BYTES, "big")


def new_code() -> bytes:
    """A fresh return code of 128 bits; it stays on its author's phone."""
    return secrets.token_bytes(CODE_BYTES)


def code_hash(code: bytes) -> bytes:
    """What is sent with a contribution: SHA-256 of the code."""
    return sha256(code).digest()


def code_words(code: bytes) -> list[str]:
    """Twelve words: 128 bits and, as in BIP-39, the first four of their SHA-256 as a check."""
    return words.to_words(int.from_bytes(code, "big") << 4 | _check(code), CODE_WORDS)


def code_from_words(text: str) -> bytes | None:
    """The code behind twelve words, or None if a word is unknown or the check fails."""
    value = words.from_words(text, CODE_WORDS)
    if value is None:
        return None
    code = (value >> 4).to_bytes(CODE_BYTES, "big")
    return code if _check(code) == value & 15 else None


def _check(code: bytes) -> int:
    return sha256(code).digest()[0] >> 4


def _blinding(secret: bytes, issuer: bytes) -> int:
    """r by rejection: HKDF output as long as n, until one lies in [1, n) and has an inverse."""
    n = blind_rsa.modulus(issuer)
    length = (n.bit_length() + 7) // 8
    for attempt in range(256):
        r = int.from_bytes(_hkdf(secret, issuer, f"slip/blinding/{attempt}", length), "big")
        if 1 <= r < n and gcd(r, n) == 1:
            return r
    raise blind_rsa.BlindError("no blinding was found; the key is not an issuer's")


def _hkdf(secret: bytes, issuer: bytes, label: str, length: int) -> bytes:
    salt = sha256(issuer).digest() if issuer else bytes(32)
    info = (_LABEL + label).encode()
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)
