"""What a phone computes when it lets go: a third implementation, from the published texts.

Blind RSA client: RFC 9474, sections 4.1 to 4.4 (RSABSSA-SHA384-PSS-Randomized). HPKE sender:
RFC 9180, base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM.
"""

import base64
import hashlib
import hmac
import json
import math
import secrets
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)

SALT = 48
PADDED = 2048


@dataclass(frozen=True, slots=True)
class Asked:
    """A blinded message and what is needed to finish it."""

    issuer: bytes
    message: bytes
    prefix: bytes
    blinded: bytes
    inverse: int


def ask(issuer: bytes) -> Asked:
    """Blind a random message for one issuer key (SubjectPublicKeyInfo DER)."""
    numbers = _numbers(issuer)
    message, prefix = secrets.token_bytes(32), secrets.token_bytes(32)
    encoded = int.from_bytes(_pss(prefix + message, numbers.n.bit_length() - 1), "big")
    while True:
        factor = secrets.randbelow(numbers.n - 1) + 1
        if math.gcd(factor, numbers.n) == 1:
            break
    blinded = encoded * pow(factor, numbers.e, numbers.n) % numbers.n
    length = (numbers.n.bit_length() + 7) // 8
    return Asked(
        issuer, message, prefix, blinded.to_bytes(length, "big"), pow(factor, -1, numbers.n)
    )


def finish(asked: Asked, blind_signature: bytes) -> dict[str, str]:
    """Unblind; the slip as it travels inside a sealed answer."""
    numbers = _numbers(asked.issuer)
    signature = int.from_bytes(blind_signature, "big") * asked.inverse % numbers.n
    length = (numbers.n.bit_length() + 7) // 8
    parts = (asked.message, asked.prefix, signature.to_bytes(length, "big"))
    names = ("message", "prefix", "signature")
    return {name: b64(part) for name, part in zip(names, parts, strict=True)}


def read_sheet(key: bytes, gathering: bytes, ciphertext: bytes) -> dict[str, Any]:
    label = b"phronesis/v1/sheet" + gathering
    opened: dict[str, Any] = json.loads(
        AESGCM(key).decrypt(ciphertext[:12], ciphertext[12:], label)
    )
    return opened


def seal_answer(point: bytes, sheet_hash: str, sheet_key: bytes, body: Any) -> dict[str, str]:
    """The envelope and its tag, as they are posted."""
    plain = json.dumps(body).encode().ljust(PADDED)
    sealed = seal(point, b"phronesis/v1/answer", sheet_hash.encode(), plain)
    return {"sealed": b64(sealed), "tag": b64(hmac.digest(sheet_key, sealed, "sha256"))}


def seal(point: bytes, info: bytes, aad: bytes, plain: bytes) -> bytes:
    """HPKE SealBase: enc ‖ ciphertext."""
    curve = ec.SECP256R1()
    receiver = ec.EllipticCurvePublicKey.from_encoded_point(curve, point)
    private = ec.generate_private_key(curve)
    enc = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    kem = b"KEM" + (0x10).to_bytes(2, "big")
    shared = private.exchange(ec.ECDH(), receiver)
    secret = _expand(kem, _extract(kem, b"", b"eae_prk", shared), b"shared_secret", enc + point, 32)
    suite = b"HPKE" + b"".join(number.to_bytes(2, "big") for number in (0x10, 1, 1))
    context = (
        b"\0" + _extract(suite, b"", b"psk_id_hash", b"") + _extract(suite, b"", b"info_hash", info)
    )
    prk = _extract(suite, secret, b"secret", b"")
    key, nonce = (
        _expand(suite, prk, b"key", context, 16),
        _expand(suite, prk, b"base_nonce", context, 12),
    )
    return enc + AESGCM(key).encrypt(nonce, plain, aad)


def b64(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _extract(suite: bytes, salt: bytes, label: bytes, ikm: bytes) -> bytes:
    return hmac.digest(salt or b"\0" * 32, b"HPKE-v1" + suite + label + ikm, "sha256")


def _expand(suite: bytes, prk: bytes, label: bytes, info: bytes, length: int) -> bytes:
    message = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return hmac.digest(prk, message + b"\1", "sha256")[:length]


def _numbers(der: bytes) -> rsa.RSAPublicNumbers:
    key = load_der_public_key(der)
    if not isinstance(key, rsa.RSAPublicKey):
        raise TypeError("an issuer key is an RSA key")
    return key.public_numbers()


def _pss(message: bytes, bits: int) -> bytes:
    """EMSA-PSS-ENCODE (RFC 8017, section 9.1.1) with SHA-384 and a 48-byte salt."""
    length = (bits + 7) // 8
    salt = secrets.token_bytes(SALT)
    inner = hashlib.sha384(b"\0" * 8 + hashlib.sha384(message).digest() + salt).digest()
    block = b"\0" * (length - SALT - len(inner) - 2) + b"\1" + salt
    mask = b"".join(
        hashlib.sha384(inner + counter.to_bytes(4, "big")).digest()
        for counter in range(length // 48 + 1)
    )
    masked = bytearray(a ^ b for a, b in zip(block, mask, strict=False))
    masked[0] &= 0xFF >> (8 * length - bits)
    return bytes(masked) + inner + b"\xbc"


def unb64(value: str) -> bytes:
    return base64.b64decode(value)
