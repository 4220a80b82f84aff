"""RSABSSA-SHA384-PSS against the vectors of RFC 9474, Appendix A, and against mutations."""

import json
from functools import cache
from math import gcd
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from phronesis.ballot import blind_rsa

RFC = json.loads((Path(__file__).parents[1] / "vectors" / "rfc9474.json").read_text())
VECTORS = pytest.mark.parametrize("vector", RFC["vectors"], ids=lambda v: v["variant"])


@cache
def rfc_key() -> bytes:
    p, q, n, e, d = (int(RFC["key"][name], 16) for name in "pqned")
    numbers = rsa.RSAPrivateNumbers(
        p, q, d, d % (p - 1), d % (q - 1), pow(q, -1, p), rsa.RSAPublicNumbers(e, n)
    )
    return numbers.private_key(unsafe_skip_rsa_key_validation=True).private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


@cache
def issuer() -> tuple[bytes, bytes]:
    private = blind_rsa.generate_key()
    return private, blind_rsa.public_key(private)


@cache
def token() -> tuple[bytes, bytes]:
    """A prepared message and its signature under `issuer()`."""
    private, public = issuer()
    prepared = blind_rsa.prepare(b"m" * 32, b"p" * 32)
    blinded = blind_rsa.blind(public, prepared, salt=b"s" * 48, r=3**100)
    signed = blind_rsa.blind_sign(private, blinded.message)
    return prepared, blind_rsa.finalize(public, prepared, signed, blinded.inverse)


def unhex(vector: dict[str, str], name: str) -> bytes:
    return bytes.fromhex(vector[name])


def test_all_four_variants_of_the_rfc_have_a_vector() -> None:
    assert {vector["variant"] for vector in RFC["vectors"]} == set(blind_rsa.VARIANTS)


@VECTORS
def test_preparing_and_encoding_give_the_bytes_of_the_rfc(vector: dict[str, str]) -> None:
    variant = blind_rsa.VARIANTS[vector["variant"]]
    prepared = blind_rsa.prepare(unhex(vector, "msg"), unhex(vector, "msg_prefix"), variant)
    bits = int(RFC["key"]["n"], 16).bit_length() - 1
    assert prepared == unhex(vector, "prepared_msg")
    assert blind_rsa.encode(prepared, unhex(vector, "salt"), bits) == unhex(vector, "encoded_msg")


@VECTORS
def test_blinding_signing_and_finalising_give_the_bytes_of_the_rfc(vector: dict[str, str]) -> None:
    variant = blind_rsa.VARIANTS[vector["variant"]]
    public = blind_rsa.public_key(rfc_key())
    prepared, inverse = unhex(vector, "prepared_msg"), int(vector["inv"], 16)
    r = pow(inverse, -1, blind_rsa.modulus(public))
    salt = unhex(vector, "salt")

    blinded = blind_rsa.blind(public, prepared, salt=salt, r=r, variant=variant)
    assert blinded == blind_rsa.Blinded(unhex(vector, "blinded_msg"), inverse)
    signed = blind_rsa.blind_sign(rfc_key(), blinded.message)
    assert signed == unhex(vector, "blind_sig")
    signature = blind_rsa.finalize(public, prepared, signed, inverse, variant)
    assert signature == unhex(vector, "sig")


@VECTORS
def test_a_signature_of_one_variant_is_none_of_a_variant_with_another_salt(
    vector: dict[str, str],
) -> None:
    public = blind_rsa.public_key(rfc_key())
    prepared, signature = unhex(vector, "prepared_msg"), unhex(vector, "sig")
    own = blind_rsa.VARIANTS[vector["variant"]].salt_bytes
    for variant in blind_rsa.VARIANTS.values():
        verified = blind_rsa.verify(public, prepared, signature, variant)
        assert verified == (variant.salt_bytes == own)


def test_asking_again_with_the_same_bytes_gives_the_same_signature() -> None:
    private, public = issuer()
    blinded = blind_rsa.blind(public, b"x" * 64, salt=b"s" * 48, r=12345)
    assert blind_rsa.blind_sign(private, blinded.message) == blind_rsa.blind_sign(
        private, blinded.message
    )


def test_two_blindings_of_one_message_share_nothing_but_the_signature() -> None:
    private, public = issuer()
    asked = [blind_rsa.blind(public, b"x" * 64, salt=b"s" * 48, r=r) for r in (3**90, 5**80)]
    signed = [blind_rsa.blind_sign(private, each.message) for each in asked]
    final = [
        blind_rsa.finalize(public, b"x" * 64, answer, each.inverse)
        for each, answer in zip(asked, signed, strict=True)
    ]
    assert asked[0].message != asked[1].message
    assert signed[0] != signed[1]
    assert final[0] == final[1]


@pytest.mark.parametrize("change", [b"", b"\x00"], ids=["shorter", "longer"])
def test_a_blinded_message_of_another_length_is_not_signed(change: bytes) -> None:
    private, _ = issuer()
    with pytest.raises(blind_rsa.BlindError):
        blind_rsa.blind_sign(private, bytes(255) + 2 * change)


def test_a_blinded_message_not_below_the_modulus_is_not_signed() -> None:
    private, public = issuer()
    n = blind_rsa.modulus(public)
    with pytest.raises(blind_rsa.BlindError):
        blind_rsa.blind_sign(private, n.to_bytes(256, "big"))
    blind_rsa.blind_sign(private, (n - 2).to_bytes(256, "big"))


@pytest.mark.parametrize("r", [0, -1, "n", "p"])
def test_a_blinding_that_cannot_be_undone_is_refused(r: int | str) -> None:
    public = blind_rsa.public_key(rfc_key())
    value = int(RFC["key"][r], 16) if isinstance(r, str) else r
    with pytest.raises(blind_rsa.BlindError, match="cannot be undone"):
        blind_rsa.blind(public, b"x", salt=bytes(48), r=value)


def test_a_half_computed_wrongly_is_not_given_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """One faulty half of the CRT factors the key: gcd(s**e - m, n) is a prime of it."""
    private, public = issuer()
    n, whole = blind_rsa.modulus(public), blind_rsa._by_halves

    def faulty(key: rsa.RSAPrivateNumbers, m: int) -> int:
        return whole(key, m) + key.p

    monkeypatch.setattr(blind_rsa, "_by_halves", faulty)
    with pytest.raises(blind_rsa.BlindError, match="nothing was signed"):
        blind_rsa.blind_sign(private, (7).to_bytes(256, "big"))

    key = blind_rsa._private(private).private_numbers()
    sabotaged = faulty(key, 7)
    assert gcd((pow(sabotaged, blind_rsa.PUBLIC_EXPONENT, n) - 7) % n, n) == key.p


@given(at=st.integers(0, 255), bit=st.integers(0, 7))
@settings(max_examples=60, deadline=None)
def test_a_token_with_one_changed_bit_never_verifies(at: int, bit: int) -> None:
    _, public = issuer()
    prepared, signature = token()
    assert blind_rsa.verify(public, prepared, signature)
    assert not blind_rsa.verify(public, prepared, _flip(signature, at, bit))
    assert not blind_rsa.verify(public, _flip(prepared, at % len(prepared), bit), signature)


@given(junk=st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_made_up_bytes_never_verify(junk: bytes) -> None:
    _, public = issuer()
    prepared, _ = token()
    assert not blind_rsa.verify(public, prepared, junk)
    assert not blind_rsa.verify(public, prepared, junk[:256].rjust(256, b"\x00"))


def test_a_token_of_one_key_is_none_of_another() -> None:
    prepared, signature = token()
    other = blind_rsa.public_key(blind_rsa.generate_key())
    assert not blind_rsa.verify(other, prepared, signature)


def _flip(data: bytes, at: int, bit: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]
