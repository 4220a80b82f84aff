"""RFC 9180, base mode, P-256: its own vectors, a second implementation, and mutations."""

import json
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hpke as theirs
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from phronesis.vault import hpke

RFC = json.loads((Path(__file__).parents[1] / "vectors" / "rfc9180.json").read_text())
SUITE = theirs.Suite(theirs.KEM.P256, theirs.KDF.HKDF_SHA256, theirs.AEAD.AES_128_GCM)


def unhex(name: str) -> bytes:
    return bytes.fromhex(RFC[name])


@cache
def pair() -> tuple[bytes, bytes]:
    return hpke.generate()


def test_sealing_with_the_one_time_key_of_the_rfc_gives_its_bytes() -> None:
    ephemeral = ec.derive_private_key(int(RFC["skEm"], 16), ec.SECP256R1())
    sealed = hpke._seal_from(ephemeral, unhex("pkRm"), unhex("info"), unhex("aad"), unhex("pt"))
    assert sealed == unhex("enc") + unhex("ct")


def test_the_message_of_the_rfc_opens() -> None:
    sealed = unhex("enc") + unhex("ct")
    assert hpke.open_(unhex("skRm"), unhex("info"), unhex("aad"), sealed) == unhex("pt")
    assert hpke.public_key(unhex("skRm")) == unhex("pkRm")


def test_the_steps_between_are_those_of_the_rfc() -> None:
    own = ec.derive_private_key(int(RFC["skEm"], 16), ec.SECP256R1())
    other = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unhex("pkRm"))
    shared = hpke._shared_secret(own, other, unhex("enc"), unhex("pkRm"))
    assert shared == unhex("shared_secret")
    assert hpke._key_and_nonce(shared, unhex("info")) == (unhex("key"), unhex("base_nonce"))


@given(words=st.binary(max_size=3000), info=st.binary(max_size=80))
@settings(max_examples=40, deadline=None)
def test_an_independent_implementation_opens_ours_and_we_open_its(
    words: bytes, info: bytes
) -> None:
    private, public = pair()
    their_private = ec.derive_private_key(int.from_bytes(private, "big"), ec.SECP256R1())
    assert SUITE.decrypt(hpke.seal(public, info, b"", words), their_private, info) == words
    sealed = SUITE.encrypt(words, their_private.public_key(), info)
    assert hpke.open_(private, info, b"", sealed) == words


@given(words=st.binary(max_size=3000), info=st.binary(max_size=80), aad=st.binary(max_size=80))
@settings(max_examples=40, deadline=None)
def test_what_is_sealed_opens_and_is_longer_by_the_overhead(
    words: bytes, info: bytes, aad: bytes
) -> None:
    private, public = pair()
    sealed = hpke.seal(public, info, aad, words)
    assert len(sealed) == len(words) + hpke.OVERHEAD
    assert hpke.open_(private, info, aad, sealed) == words


@given(
    sealed_with=st.tuples(st.binary(max_size=9), st.binary(max_size=9)),
    opened_with=st.tuples(st.binary(max_size=9), st.binary(max_size=9)),
)
@settings(max_examples=60, deadline=None)
def test_another_info_or_associated_data_never_opens(
    sealed_with: tuple[bytes, bytes], opened_with: tuple[bytes, bytes]
) -> None:
    private, public = pair()
    sealed = hpke.seal(public, *sealed_with, b"words")
    if sealed_with == opened_with:
        assert hpke.open_(private, *opened_with, sealed) == b"words"
    else:
        with pytest.raises(hpke.CannotOpen):
            hpke.open_(private, *opened_with, sealed)


@given(at=st.integers(0, 85), bit=st.integers(0, 7))
@settings(max_examples=80, deadline=None)
def test_one_changed_bit_anywhere_never_opens(at: int, bit: int) -> None:
    private, public = pair()
    sealed = bytearray(hpke.seal(public, b"i", b"a", b"words"))
    sealed[at] ^= 1 << bit
    with pytest.raises(hpke.CannotOpen):
        hpke.open_(private, b"i", b"a", bytes(sealed))


@given(junk=st.binary(max_size=200))
@settings(max_examples=60, deadline=None)
def test_made_up_bytes_never_open_and_say_nothing_about_why(junk: bytes) -> None:
    with pytest.raises(hpke.CannotOpen) as caught:
        hpke.open_(pair()[0], b"", b"", junk)
    assert str(caught.value) == ""
    assert caught.value.__cause__ is None


def test_the_same_words_sealed_twice_do_not_look_alike() -> None:
    _, public = pair()
    first, second = (hpke.seal(public, b"", b"", b"the same words") for _ in range(2))
    assert first[:65] != second[:65]
    assert first[65:] != second[65:]


def test_another_key_opens_nothing() -> None:
    stranger, _ = hpke.generate()
    with pytest.raises(hpke.CannotOpen):
        hpke.open_(stranger, b"", b"", hpke.seal(pair()[1], b"", b"", b"words"))


def test_a_compressed_point_is_refused_as_a_second_spelling() -> None:
    private, public = pair()
    sealed = hpke.seal(public, b"", b"", b"words")
    half = bytes([2 + (sealed[64] & 1)]) + sealed[1:33]
    with pytest.raises(hpke.CannotOpen):
        hpke.open_(private, b"", b"", half + sealed[65:])


def test_sealing_to_bytes_that_are_no_point_is_refused() -> None:
    with pytest.raises(ValueError, match="point"):
        hpke.seal(bytes(65), b"", b"", b"words")
