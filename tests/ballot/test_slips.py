"""What a phone derives: fixed bytes, words, codes. The browser's half: test_vectors_browser.py."""

import hmac
import json
from functools import cache
from hashlib import sha256
from math import gcd
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phronesis.ballot import blind_rsa, slips, words

OURS = json.loads((Path(__file__).parents[1] / "vectors" / "slips.json").read_text())
SECRET = bytes.fromhex(OURS["secret"])
SLIPS = pytest.mark.parametrize("vector", OURS["slips"], ids=["question", "second", "third"])
BIP39_LIST = "2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda"
"""SHA-256 of the English list of BIP-39, one word a line."""


@cache
def issuer() -> bytes:
    return bytes.fromhex(OURS["slips"][0]["issuer"])


@SLIPS
def test_a_slip_has_the_bytes_fixed_in_our_vectors(vector: dict[str, str]) -> None:
    slip = slips.derive(SECRET, bytes.fromhex(vector["issuer"]))
    assert slip == slips.Slip(
        message=bytes.fromhex(vector["message"]),
        prefix=bytes.fromhex(vector["prefix"]),
        salt=bytes.fromhex(vector["salt"]),
        r=int(vector["r"], 16),
    )


@SLIPS
def test_asking_signing_and_accepting_give_the_token_of_our_vectors(
    vector: dict[str, str],
) -> None:
    public = bytes.fromhex(vector["issuer"])
    slip = slips.derive(SECRET, public)
    asked = slips.ask(slip, public)
    assert asked.message.hex() == vector["blinded"]
    signed = blind_rsa.blind_sign(bytes.fromhex(vector["issuer_private"]), asked.message)
    assert signed.hex() == vector["blind_signature"]
    token = slips.accept(slip, public, signed, asked.inverse)
    assert token.signature.hex() == vector["signature"]
    assert token.is_signed_by(public)


def test_the_derivation_is_the_hkdf_of_rfc_5869_written_out_by_hand() -> None:
    prk = hmac.digest(sha256(issuer()).digest(), SECRET, "sha256")
    message = hmac.digest(prk, b"phronesis/v1/slip/message\x01", "sha256")
    assert slips.derive(SECRET, issuer()).message == message


def test_a_second_phone_with_the_eight_words_asks_with_the_same_bytes() -> None:
    secret = slips.new_secret()
    typed = " ".join(slips.secret_words(secret))
    second = slips.secret_from_words(typed)
    assert second == secret
    first, again = (slips.ask(slips.derive(each, issuer()), issuer()) for each in (secret, second))
    assert first == again


@given(secret=st.binary(min_size=11, max_size=11))
@settings(max_examples=25, deadline=None)
def test_the_blinding_lies_below_the_modulus_and_can_be_undone(secret: bytes) -> None:
    n = blind_rsa.modulus(issuer())
    slip = slips.derive(secret, issuer())
    assert 1 <= slip.r < n
    assert gcd(slip.r, n) == 1


def test_the_blinding_uses_the_whole_width_of_the_modulus() -> None:
    """A modulus just above half of its width refuses about half of all candidates."""
    n = blind_rsa.modulus(issuer())
    high = sum(slips.derive(bytes([i] * 11), issuer()).r > n // 2 for i in range(100))
    assert 25 <= high <= 75


def test_slips_of_different_keys_and_secrets_share_nothing() -> None:
    keys = [bytes.fromhex(vector["issuer"]) for vector in OURS["slips"]]
    derived = [slips.derive(secret, key) for secret in (SECRET, bytes(11)) for key in keys]
    parts = [part for slip in derived for part in (slip.message, slip.prefix, slip.salt[:32])]
    assert len(set(parts)) == len(parts)


def test_the_lockers_three_keys_are_those_of_our_vectors_and_differ() -> None:
    locker = slips.locker(SECRET)
    assert locker.identifier.hex() == OURS["locker"]["identifier"]
    assert locker.write_key.hex() == OURS["locker"]["write_key"]
    assert locker.encryption_key.hex() == OURS["locker"]["encryption_key"]
    assert len({locker.identifier, locker.write_key, locker.encryption_key}) == 3


def test_a_signature_of_another_slip_is_not_accepted() -> None:
    vector = OURS["slips"][0]
    slip = slips.derive(bytes(11), issuer())
    asked = slips.ask(slip, issuer())
    with pytest.raises(blind_rsa.BlindError):
        slips.accept(slip, issuer(), bytes.fromhex(vector["blind_signature"]), asked.inverse)


@given(at=st.integers(0, 31), bit=st.integers(0, 7), part=st.sampled_from(["message", "prefix"]))
@settings(max_examples=40, deadline=None)
def test_a_changed_token_is_nobodys(at: int, bit: int, part: str) -> None:
    vector = {
        name: bytes.fromhex(OURS["slips"][0][name]) for name in OURS["slips"][0] if name != "r"
    }
    parts = {name: vector[name] for name in ("message", "prefix", "signature")}
    assert slips.Token(**parts).is_signed_by(issuer())
    changed = bytearray(parts[part])
    changed[at] ^= 1 << bit
    assert not slips.Token(**{**parts, part: bytes(changed)}).is_signed_by(issuer())


def test_a_token_cannot_be_cut_elsewhere_to_make_a_second_one() -> None:
    """Prefix and message are joined before signing; another cut would be another nullifier."""
    vector = {
        name: bytes.fromhex(OURS["slips"][0][name]) for name in ("message", "prefix", "signature")
    }
    joined = vector["prefix"] + vector["message"]
    assert blind_rsa.verify(issuer(), joined, vector["signature"])
    assert not slips.Token(joined[31:], joined[:31], vector["signature"]).is_signed_by(issuer())


def test_the_word_list_is_the_english_one_of_bip39_unchanged() -> None:
    listed = words.word_list()
    assert sha256("".join(f"{word}\n" for word in listed).encode()).hexdigest() == BIP39_LIST
    assert len({word[:4] for word in listed}) == 2048


@given(secret=st.binary(min_size=11, max_size=11))
def test_eight_words_come_back_as_the_secret_however_they_are_typed(secret: bytes) -> None:
    chosen = slips.secret_words(secret)
    assert len(chosen) == 8
    assert slips.secret_from_words(" ".join(chosen)) == secret
    assert slips.secret_from_words(", ".join(word[:4].upper() for word in chosen)) == secret


@pytest.mark.parametrize("typed", ["", "abandon", "abandon " * 7, "abandon " * 9, "zzzz " * 8])
def test_what_is_not_eight_words_of_the_list_is_no_secret(typed: str) -> None:
    assert slips.secret_from_words(typed) is None


def test_a_return_code_and_its_words_are_those_of_our_vectors() -> None:
    code = bytes.fromhex(OURS["code"])
    assert slips.code_hash(code).hex() == OURS["code_hash"]
    assert " ".join(slips.code_words(code)) == OURS["code_words"]
    assert " ".join(slips.secret_words(SECRET)) == OURS["secret_words"]


def test_the_words_of_a_code_are_those_of_bip39_for_the_same_bytes() -> None:
    """BIP-39's own test vectors for 128 bits of entropy: all zeros, all ones."""
    assert slips.code_words(bytes(16)) == ["abandon"] * 11 + ["about"]
    assert slips.code_words(b"\xff" * 16) == ["zoo"] * 11 + ["wrong"]


@given(code=st.binary(min_size=16, max_size=16), at=st.integers(0, 11))
def test_a_code_comes_back_from_its_words_and_a_changed_word_is_mostly_noticed(
    code: bytes, at: int
) -> None:
    chosen = slips.code_words(code)
    assert slips.code_from_words(" ".join(chosen)) == code
    changed = [*chosen[:at], "zoo" if chosen[at] != "zoo" else "zone", *chosen[at + 1 :]]
    assert slips.code_from_words(" ".join(changed)) != code
