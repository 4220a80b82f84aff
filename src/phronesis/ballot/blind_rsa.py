"""Sign a slip without seeing it: blind RSA signatures, RSABSSA-SHA384-PSS (RFC 9474).

A phone *blinds* a message, the server signs what it cannot read, the phone *finalises* the
answer into an ordinary RSA-PSS signature. Whoever later sees the signed message knows that it
was signed by this key, and nothing in it points to the request it came from.

The browser does the phone's part (``ballot/blind_rsa.js``); the same steps stand here for the
rehearsal and the tests. We use the variant RSABSSA-SHA384-PSS-Randomized; the other three of the
RFC are here because its vectors are.

Keys are 2048 bits: each lives less than two weeks, a forgery after its ballot closes is worth
nothing, and unlinkability does not rest on the size of the key. A key must never serve two
purposes: it signs whatever it is given.
"""

import secrets
from dataclasses import dataclass
from hashlib import sha384
from math import gcd
from typing import Final, cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from gmpy2 import powmod_sec

MODULUS_BITS: Final = 2048
PUBLIC_EXPONENT: Final = 65537
HASH_BYTES: Final = 48
PREFIX_BYTES: Final = 32


@dataclass(frozen=True)
class Variant:
    """One of the four named in RFC 9474, section 5: lengths in bytes of salt and prefix."""

    name: str
    salt_bytes: int
    prefix_bytes: int


VARIANTS: Final = {
    variant.name: variant
    for variant in (
        Variant("RSABSSA-SHA384-PSS-Randomized", HASH_BYTES, PREFIX_BYTES),
        Variant("RSABSSA-SHA384-PSSZERO-Randomized", 0, PREFIX_BYTES),
        Variant("RSABSSA-SHA384-PSS-Deterministic", HASH_BYTES, 0),
        Variant("RSABSSA-SHA384-PSSZERO-Deterministic", 0, 0),
    )
}
RANDOMIZED: Final = VARIANTS["RSABSSA-SHA384-PSS-Randomized"]


class BlindError(ValueError):
    """A step of the protocol was given bytes it must refuse; nothing was signed or accepted."""


@dataclass(frozen=True)
class Blinded:
    """What goes to the signer, and what the asker keeps to undo it (`inverse` of r modulo n)."""

    message: bytes
    inverse: int


def generate_key(bits: int = MODULUS_BITS) -> bytes:
    """A new issuer key as PKCS#8 DER. Takes 30 to 200 ms: never in a request."""
    private = rsa.generate_private_key(PUBLIC_EXPONENT, bits)
    return private.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def public_key(private: bytes) -> bytes:
    """The issuer's public key as SubjectPublicKeyInfo DER, as browsers import it."""
    return (
        _private(private)
        .public_key()
        .public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    )


def prepare(message: bytes, prefix: bytes, variant: Variant = RANDOMIZED) -> bytes:
    """The bytes that are signed: prefix ‖ message (RFC 9474, 4.1)."""
    if len(prefix) != variant.prefix_bytes:
        raise BlindError(f"the prefix of {variant.name} has {variant.prefix_bytes} bytes")
    return prefix + message


def blind(
    public: bytes, prepared: bytes, *, salt: bytes, r: int, variant: Variant = RANDOMIZED
) -> Blinded:
    """Hide `prepared` behind r, which must be uniform in [1, n) (RFC 9474, 4.2).

    `salt` is the PSS salt, 48 bytes. Both are arguments because a slip derives them, so that a
    second phone asks again with the same bytes. Raises `BlindError` if r has no inverse.
    """
    n, e = _modulus(public)
    if len(salt) != variant.salt_bytes:
        raise BlindError(f"the salt of {variant.name} has {variant.salt_bytes} bytes")
    m = int.from_bytes(encode(prepared, salt, n.bit_length() - 1), "big")
    if not 1 <= r < n or gcd(r, n) != 1 or gcd(m, n) != 1:
        raise BlindError("this blinding cannot be undone")
    hidden = m * pow(r, e, n) % n
    return Blinded(hidden.to_bytes(_length(n), "big"), pow(r, -1, n))


def blind_sign(private: bytes, blinded: bytes) -> bytes:
    """Sign what cannot be read (RFC 9474, 4.3); the same bytes give the same signature.

    The exponentiation by halves (CRT) runs in constant time on a value multiplied by a fresh
    random one, so that neither time nor memory traces tell of the key; the result is checked
    before it leaves, because one faulty half would give the key away. Raises `BlindError`.
    """
    key = _private(private).private_numbers()
    n, e = key.public_numbers.n, key.public_numbers.e
    m = int.from_bytes(blinded, "big")
    if len(blinded) != _length(n) or m >= n:
        raise BlindError("a blinded message is as long as the key and smaller than it")
    mask = _random_unit(n)
    masked = m * pow(mask, e, n) % n
    s = _by_halves(key, masked) * pow(mask, -1, n) % n
    if pow(s, e, n) != m:
        raise BlindError("signing failed its own check; nothing was signed")
    return s.to_bytes(_length(n), "big")


def finalize(
    public: bytes,
    prepared: bytes,
    blind_signature: bytes,
    inverse: int,
    variant: Variant = RANDOMIZED,
) -> bytes:
    """Undo the blinding and check what came back (RFC 9474, 4.4). Raises `BlindError`."""
    n, _ = _modulus(public)
    if len(blind_signature) != _length(n):
        raise BlindError("a blind signature is as long as the key")
    s = int.from_bytes(blind_signature, "big") * inverse % n
    signature = s.to_bytes(_length(n), "big")
    if not verify(public, prepared, signature, variant):
        raise BlindError("what came back is not a signature of this slip")
    return signature


def verify(public: bytes, prepared: bytes, signature: bytes, variant: Variant = RANDOMIZED) -> bool:
    """Whether `signature` is this key's RSA-PSS signature of `prepared` (RFC 9474, 4.5)."""
    pss = padding.PSS(mgf=padding.MGF1(hashes.SHA384()), salt_length=variant.salt_bytes)
    try:
        _public(public).verify(signature, prepared, pss, hashes.SHA384())
    except InvalidSignature:
        return False
    return True


def modulus(public: bytes) -> int:
    """The modulus n of an issuer's public key."""
    return _modulus(public)[0]


def encode(prepared: bytes, salt: bytes, bits: int) -> bytes:
    """EMSA-PSS-ENCODE with SHA-384 and MGF1 (RFC 8017, 9.1.1); `bits` is one less than n's."""
    length = (bits + 7) // 8
    digest = sha384(bytes(8) + sha384(prepared).digest() + salt).digest()
    block = bytes(length - len(salt) - HASH_BYTES - 2) + b"\x01" + salt
    mask = _mgf1(digest, len(block))
    masked = bytearray(a ^ b for a, b in zip(block, mask, strict=True))
    masked[0] &= 0xFF >> (8 * length - bits)
    return bytes(masked) + digest + b"\xbc"


def _mgf1(seed: bytes, length: int) -> bytes:
    """RFC 8017, B.2.1."""
    rounds = -(-length // HASH_BYTES)
    return b"".join(sha384(seed + i.to_bytes(4, "big")).digest() for i in range(rounds))[:length]


def _by_halves(key: rsa.RSAPrivateNumbers, m: int) -> int:
    """m to the private exponent modulo n by the Chinese remainder (RFC 8017, 5.2.1, 2b)."""
    at_p = int(powmod_sec(m % key.p, key.dmp1, key.p))
    at_q = int(powmod_sec(m % key.q, key.dmq1, key.q))
    return at_q + (at_p - at_q) * key.iqmp % key.p * key.q


def _random_unit(n: int) -> int:
    while True:
        candidate = 1 + secrets.randbelow(n - 1)
        if gcd(candidate, n) == 1:
            return candidate


def _private(der: bytes) -> rsa.RSAPrivateKey:
    # The bytes come from our own vault; testing the primes again would cost more than signing.
    key = serialization.load_der_private_key(der, None, unsafe_skip_rsa_key_validation=True)
    return cast("rsa.RSAPrivateKey", key)


def _public(der: bytes) -> rsa.RSAPublicKey:
    key = serialization.load_der_public_key(der)
    if not isinstance(key, rsa.RSAPublicKey):
        raise BlindError("an issuer key is an RSA key")
    return key


def _modulus(der: bytes) -> tuple[int, int]:
    numbers = _public(der).public_numbers()
    return numbers.n, numbers.e


def _length(n: int) -> int:
    return (n.bit_length() + 7) // 8
