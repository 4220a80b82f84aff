"""The fingerprint of a gathering's keys: what it binds, how it reads, what it refuses."""

import json
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phronesis.ballot import fingerprints

OURS = json.loads((Path(__file__).parents[1] / "vectors" / "slips.json").read_text())
KEYS = fingerprints.GatheringKeys(
    gathering=UUID(OURS["gathering"]["id"]),
    issuers=tuple(bytes.fromhex(slip["issuer"]) for slip in OURS["slips"]),
    seals=tuple(bytes.fromhex(seal) for seal in OURS["gathering"]["seals"]),
    sheet_key=bytes.fromhex(OURS["gathering"]["sheet_key"]),
)


def test_the_fingerprint_is_that_of_our_vectors() -> None:
    value = fingerprints.fingerprint(KEYS)
    assert value.hex() == OURS["gathering"]["fingerprint"]
    assert fingerprints.full(value) == OURS["gathering"]["full"]
    assert fingerprints.short(value) == OURS["gathering"]["short"]


@pytest.mark.parametrize(
    "changed",
    [
        replace(KEYS, gathering=UUID(int=1)),
        replace(KEYS, issuers=(KEYS.issuers[1], KEYS.issuers[0], KEYS.issuers[2])),
        replace(KEYS, issuers=(*KEYS.issuers[:2], KEYS.issuers[0])),
        replace(KEYS, seals=(*KEYS.seals[:2], KEYS.seals[0])),
        replace(KEYS, sheet_key=bytes(32)),
        replace(
            KEYS,
            issuers=(*KEYS.issuers[:2], KEYS.issuers[2] + KEYS.seals[0][:1]),
            seals=(KEYS.seals[0][1:], *KEYS.seals[1:]),
        ),
    ],
    ids=["gathering", "order", "issuer", "seal", "sheet key", "a byte moved across a border"],
)
def test_any_other_key_is_refused(changed: fingerprints.GatheringKeys) -> None:
    invited = fingerprints.fingerprint(KEYS)
    served = fingerprints.fingerprint(changed)
    for printed in (fingerprints.full(invited), fingerprints.short(invited)):
        assert fingerprints.matches(invited, printed)
        assert not fingerprints.matches(served, printed)


def test_keys_of_a_round_too_few_have_no_fingerprint() -> None:
    for part in ("issuers", "seals"):
        with pytest.raises(ValueError, match="three rounds"):
            fingerprints.fingerprint(replace(KEYS, **{part: getattr(KEYS, part)[:2]}))


def test_the_sheet_key_is_not_in_what_is_printed() -> None:
    assert KEYS.sheet_key.hex() not in fingerprints.fingerprint(KEYS).hex()


@given(value=st.binary(min_size=32, max_size=32))
def test_it_may_be_typed_with_small_letters_and_the_usual_misreadings(value: bytes) -> None:
    printed = fingerprints.short(value)
    assert len(printed) == 24
    typed = printed.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert fingerprints.matches(value, typed)
    assert fingerprints.matches(value, fingerprints.full(value).lower())


@pytest.mark.parametrize("given_", ["", "7", "0" * 19, "0" * 21, "0" * 53])
def test_a_part_of_a_fingerprint_names_nothing(given_: str) -> None:
    """Sabotage that must fail: an empty or cut name would match any key by its beginning."""
    assert not fingerprints.matches(bytes(32), given_)
    assert fingerprints.matches(bytes(32), "0" * 20)
