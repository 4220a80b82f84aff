"""Seal words to a public key, so that only its private half opens them.

RFC 9180 in base mode, single-shot, one suite: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256,
AES-128-GCM, which every browser's WebCrypto can speak (``design/hpke.js`` is the other half).
The `cryptography` package offers HPKE too, but its public interface takes no associated data;
the tests compare the two.

Shapes: a private key is its 32-byte scalar, a public key the 65-byte uncompressed point,
a sealed message is ``enc (65) ‖ ciphertext ‖ tag (16)``.
"""

import hmac
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

CURVE: Final = ec.SECP256R1()
PRIVATE_BYTES: Final = 32
PUBLIC_BYTES: Final = 65
TAG_BYTES: Final = 16
OVERHEAD: Final = PUBLIC_BYTES + TAG_BYTES
"""How many bytes longer a sealed message is than what it seals."""

_KEM_ID, _KDF_ID, _AEAD_ID = 0x0010, 0x0001, 0x0001
_KEM_SUITE: Final = b"KEM" + _KEM_ID.to_bytes(2, "big")
_HPKE_SUITE: Final = b"HPKE" + b"".join(n.to_bytes(2, "big") for n in (_KEM_ID, _KDF_ID, _AEAD_ID))
_BASE_MODE: Final = b"\x00"


class CannotOpen(ValueError):  # noqa: N818 -- a fact about the bytes, not a fault
    """The bytes were not sealed to this key with this info and associated data.

    Which of the three was wrong is not said: whoever sends bytes must learn nothing from it.
    """


def generate() -> tuple[bytes, bytes]:
    """A new key pair: (private scalar of 32 bytes, public point of 65 bytes)."""
    private = ec.generate_private_key(CURVE)
    return _scalar(private), _point(private.public_key())


def public_key(private: bytes) -> bytes:
    """The public point of 65 bytes that belongs to a private scalar of 32 bytes."""
    return _point(_private_key(private).public_key())


def seal(public: bytes, info: bytes, aad: bytes, plaintext: bytes) -> bytes:
    """Seal `plaintext` to `public`; the result is `OVERHEAD` bytes longer (RFC 9180, 6.1).

    `info` says what the key is used for, `aad` binds the message to its place; both must be
    given again to open it. Raises `ValueError` if `public` is no point of the curve.
    """
    return _seal_from(ec.generate_private_key(CURVE), public, info, aad, plaintext)


def open_(private: bytes, info: bytes, aad: bytes, sealed: bytes) -> bytes:
    """What was sealed. Raises `CannotOpen`, with no reason, if anything at all is wrong."""
    enc, ciphertext = sealed[:PUBLIC_BYTES], sealed[PUBLIC_BYTES:]
    try:
        sender = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, enc)
        if len(enc) != PUBLIC_BYTES:
            raise CannotOpen  # the compressed form would be a second spelling
        receiver = _private_key(private)
        shared = _shared_secret(receiver, sender, enc, public_key(private))
        key, nonce = _key_and_nonce(shared, info)
        return AESGCM(key).decrypt(nonce, ciphertext, aad)
    except (ValueError, InvalidTag):
        raise CannotOpen from None


def _seal_from(
    ephemeral: ec.EllipticCurvePrivateKey, public: bytes, info: bytes, aad: bytes, plaintext: bytes
) -> bytes:
    """`seal` with the sender's one-time key given, so that the RFC's vectors can be replayed."""
    enc = _point(ephemeral.public_key())
    receiver = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, public)
    shared = _shared_secret(ephemeral, receiver, enc, public)
    key, nonce = _key_and_nonce(shared, info)
    return enc + AESGCM(key).encrypt(nonce, plaintext, aad)


def _shared_secret(
    own: ec.EllipticCurvePrivateKey, other: ec.EllipticCurvePublicKey, enc: bytes, receiver: bytes
) -> bytes:
    """RFC 9180, 4.1: ExtractAndExpand(dh, enc ‖ pkR)."""
    dh = own.exchange(ec.ECDH(), other)
    prk = _extract(_KEM_SUITE, b"", b"eae_prk", dh)
    return _expand(_KEM_SUITE, prk, b"shared_secret", enc + receiver, 32)


def _key_and_nonce(shared: bytes, info: bytes) -> tuple[bytes, bytes]:
    """RFC 9180, 5.1: the key schedule of the base mode, for the first and only message."""
    psk_id_hash = _extract(_HPKE_SUITE, b"", b"psk_id_hash", b"")
    info_hash = _extract(_HPKE_SUITE, b"", b"info_hash", info)
    context = _BASE_MODE + psk_id_hash + info_hash
    secret = _extract(_HPKE_SUITE, shared, b"secret", b"")
    key = _expand(_HPKE_SUITE, secret, b"key", context, 16)
    return key, _expand(_HPKE_SUITE, secret, b"base_nonce", context, 12)


def _extract(suite: bytes, salt: bytes, label: bytes, ikm: bytes) -> bytes:
    """LabeledExtract (RFC 9180, 4)."""
    return hmac.digest(salt, b"HPKE-v1" + suite + label + ikm, "sha256")


def _expand(suite: bytes, prk: bytes, label: bytes, info: bytes, length: int) -> bytes:
    """LabeledExpand (RFC 9180, 4)."""
    labelled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return HKDFExpand(hashes.SHA256(), length, labelled).derive(prk)


def _private_key(scalar: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(scalar, "big"), CURVE)


def _scalar(private: ec.EllipticCurvePrivateKey) -> bytes:
    return private.private_numbers().private_value.to_bytes(PRIVATE_BYTES, "big")


def _point(public: ec.EllipticCurvePublicKey) -> bytes:
    return public.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
