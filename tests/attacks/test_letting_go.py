"""Attacks on letting go, each with its teeth: the same attack on a broken variant succeeds.

The thief of these tests has a copy of every table of the ballot plane at three moments (before
the sheet opens, while answers lie sealed, after closing), knows which member sits on which seat,
and has no key. Rates are printed with `-s`.
"""

import base64
import random
from collections.abc import Iterator
from dataclasses import replace
from math import sqrt
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connections

from phronesis.ballot import fingerprints, opening
from phronesis.ballot.models import SealedAnswer, Sheet
from phronesis.ballot.operations import closing, keys, sheets
from phronesis.ballot.slips import Slip, Token
from phronesis.vault import hpke, slots
from tests.ballot import people
from tests.ballot.conftest import static_address  # noqa: F401 -- a fixture
from tests.ballot.people import Phone

pytestmark = pytest.mark.django_db

GATHERINGS, HOLDERS = 12, 8
CHANCE = 1 / HOLDERS
TRIES = GATHERINGS * HOLDERS
BOUND = CHANCE + 4 * sqrt(CHANCE * (1 - CHANCE) / TRIES)
NONE: frozenset[str] = frozenset()
SHARED = 16  # bytes that two rows have in common are no accident


def rows(table: str) -> list[bytes]:
    """Every row of a table as the bytes of its columns, in the order the database gives them."""
    with connections["ballot"].cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        return [b"|".join(_bytes(value) for value in row) for row in cursor.fetchall()]


def _bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def share(one: bytes, other: bytes) -> bool:
    pieces = {one[i : i + SHARED] for i in range(len(one) - SHARED + 1)}
    return any(other[i : i + SHARED] in pieces for i in range(len(other) - SHARED + 1))


class Copy:
    """What the thief has of one gathering. `marks` is what stands beside each sealed answer."""

    def __init__(self, phones: list[Phone], sheet: Sheet, issued: list[bytes]) -> None:
        self.seats = [phone.seat for phone in phones]
        self.issued = issued
        self.inbox = {row.hash: bytes(row.sealed) for row in SealedAnswer.objects.all()}
        self.order = list(self.inbox)
        self.marks = dict.fromkeys(self.inbox, b"")
        self.sheet = sheet.hash

    def issue_of(self, seat: bytes) -> bytes:
        return next((row for row in self.issued if seat in row), b"")


def by_order(copy: Copy) -> dict[bytes, str]:
    """The first slip given belongs to the first answer in the table."""
    order = sorted(copy.seats, key=lambda seat: copy.issued.index(copy.issue_of(seat)))
    return dict(zip(order, copy.order, strict=False))


def by_name(copy: Copy) -> dict[bytes, str]:
    """Rows sorted by what they are called."""
    return dict(zip(sorted(copy.seats), sorted(copy.order), strict=False))


def by_bytes(copy: Copy) -> dict[bytes, str]:
    """An answer belongs to the slip with which it has bytes in common, else to anybody."""
    free, guessed = list(copy.order), {}
    for seat in copy.seats:
        row = copy.issue_of(seat)
        fits = [name for name in free if share(row, copy.inbox[name] + copy.marks[name])]
        guessed[seat] = (fits or free)[0]
        free.remove(guessed[seat])
    return guessed


STRATEGIES = (by_order, by_name, by_bytes)


def a_ballot(phones_class: type[Phone] = Phone) -> tuple[Copy, dict[bytes, str], list[Phone]]:
    """Slips, a sheet, sealed answers in an order of their own; the thief's copy and the truth."""
    gathering = uuid4()
    keys.make_keys(gathering)
    phones = [phones_class(gathering) for _ in range(HOLDERS)]
    for phone in phones:
        phone.collect()
    issued = rows("ballot_issue")
    sheet = sheets.open_sheet(gathering, 0, texts=[{"id": str(uuid4())}], closes="")
    assert sheet is not None
    answering = random.sample(phones, len(phones))
    truth = {
        phone.seat: phone.answer(sheet, {sheet.texts[0]: random.choice(["yes", "disagree"])})
        for phone in answering
    }
    copy = Copy(phones, sheet, [row for row in issued if any(p.seat in row for p in phones)])
    return copy, truth, phones


def rate(guesses: list[tuple[dict[bytes, str], dict[bytes, str]]]) -> float:
    found = sum(truth[seat] == name for guess, truth in guesses for seat, name in guess.items())
    return found / (len(guesses) * HOLDERS)


def test_a_stolen_copy_joins_no_holder_to_an_answer_better_than_chance() -> None:
    attacked = []
    for _ in range(GATHERINGS):
        copy, truth, _phones = a_ballot()
        attacked.append((copy, truth))
        closing.close_sheet(Sheet.objects.get(pk=copy.sheet), code_hashes=NONE)
        final = b"".join(row for table in tables() for row in rows(table))
        assert not any(seat in final for seat in copy.seats), "no seat outlives the ballot"
        assert not any(sealed in final for sealed in copy.inbox.values())
    for strategy in STRATEGIES:
        reached = rate([(strategy(copy), truth) for copy, truth in attacked])
        print(f"{strategy.__name__}: {reached:.3f} (chance {CHANCE:.3f}, n={TRIES})")
        assert reached <= BOUND, strategy.__name__


def tables() -> list[str]:
    names = connections["ballot"].introspection.table_names()
    return [name for name in names if name.startswith("ballot_")]


class Unblinded(Phone):
    """Sabotage: the slip is asked for as it is, so that the server sees what it signs."""

    def collect(self) -> None:
        real = people.slips.derive

        def bare(secret: bytes, issuer: bytes) -> Slip:
            return replace(real(secret, issuer), r=1)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(people.slips, "derive", bare)
            super().collect()


def test_teeth_a_slip_beside_its_envelope_and_not_blinded_is_found() -> None:
    guesses = []
    for _ in range(3):
        copy, truth, phones = a_ballot(Unblinded)
        for phone in phones:
            signature = base64.b64encode(phone.tokens[0].signature)
            copy.marks[truth[phone.seat]] = signature
        guesses.append((by_bytes(copy), truth))
    reached = rate(guesses)
    print(f"unblinded slip outside the envelope: {reached:.3f}")
    assert reached >= 0.6


def test_teeth_a_seat_kept_beside_the_answer_is_found() -> None:
    guesses = []
    for _ in range(3):
        copy, truth, _phones = a_ballot()
        for seat, name in truth.items():
            copy.marks[name] = seat
        guesses.append((by_bytes(copy), truth))
    reached = rate(guesses)
    print(f"seat beside the answer: {reached:.3f}")
    assert reached >= 0.6


def test_a_blinded_slip_beside_its_envelope_would_still_join_nobody() -> None:
    """The blinding holds by itself: even with every slip in the open, no seat is found."""
    guesses = []
    for _ in range(6):
        copy, truth, phones = a_ballot()
        for phone in phones:
            token = phone.tokens[0]
            parts = (token.message, token.prefix, base64.b64encode(token.signature))
            copy.marks[truth[phone.seat]] = b"|".join(parts)
        guesses.append((by_bytes(copy), truth))
    reached = rate(guesses)
    print(f"blinded slip outside the envelope: {reached:.3f} (chance {CHANCE:.3f})")
    assert reached <= CHANCE + 4 * sqrt(CHANCE * (1 - CHANCE) / (6 * HOLDERS))


MUTATIONS = 10_000


def mutated(token: Token, other: Token, dice: random.Random) -> Token:
    """The token with something wrong: a bit, a byte, a part of another, a length, an order."""
    parts = [token.message, token.prefix, token.signature]
    at = dice.randrange(3)
    match dice.randrange(6):
        case 0:
            bit = dice.randrange(8 * len(parts[at]))
            number = int.from_bytes(parts[at], "big") ^ (1 << bit)
            parts[at] = number.to_bytes(len(parts[at]), "big")
        case 1:
            parts[at] = dice.randbytes(len(parts[at]))
        case 2:
            parts[at] = (other.message, other.prefix, other.signature)[at]
        case 3:
            parts[0], parts[1] = parts[1], parts[0]
        case 4:
            parts[at] = parts[at][:-1] if dice.random() < 0.5 else parts[at] + b"\0"
        case _:
            number = int.from_bytes(parts[2], "big") * dice.randrange(2, 2**16)
            parts[2] = (number % 2**2048).to_bytes(256, "big")
    return Token(*parts)


def two_tokens() -> tuple[bytes, Token, Token, UUID]:
    gathering = uuid4()
    keys.make_keys(gathering)
    one, other = Phone(gathering), Phone(gathering)
    one.collect()
    other.collect()
    issuer = base64.b64decode(people.public(gathering).issuers[0])
    return issuer, one.tokens[0], other.tokens[0], gathering


def test_of_ten_thousand_altered_slips_none_is_accepted() -> None:
    issuer, token, other, _gathering = two_tokens()
    dice = random.Random(9474)
    assert token.is_signed_by(issuer)

    accepted = 0
    for _ in range(MUTATIONS):
        altered = mutated(token, other, dice)
        assert altered != token
        accepted += altered.is_signed_by(issuer)

    print(f"altered slips accepted: {accepted} of {MUTATIONS}")
    assert accepted == 0


def test_teeth_a_check_of_lengths_alone_accepts_most_altered_slips() -> None:
    _issuer, token, other, _gathering = two_tokens()
    dice = random.Random(9474)
    shape = (32, 32, 256)
    looks_right = sum(
        tuple(map(len, (t.message, t.prefix, t.signature))) == shape
        for t in (mutated(token, other, dice) for _ in range(1000))
    )
    assert looks_right >= 600


def test_altered_slips_inside_sealed_answers_are_not_counted() -> None:
    _issuer, token, other, gathering = two_tokens()
    holders = [Phone(gathering) for _ in range(3)]
    for holder in holders:
        holder.collect()
    sheet = sheets.open_sheet(gathering, 0, texts=[{"id": str(uuid4())}], closes="")
    assert sheet is not None
    dice = random.Random(9180)
    forger = Phone(gathering)
    for _ in range(300):
        forger.tokens = [mutated(token, other, dice)] * 3
        forger.answer(sheet, {sheet.texts[0]: "yes"})
    for holder in holders:
        holder.answer(sheet, {sheet.texts[0]: "yes"})

    private = slots.read(keys.seal_slot(gathering, 0))
    assert private is not None
    issuer = people.public(gathering).issuers[0]
    opened = opening.open_all(private, issuer, sheet, SealedAnswer.objects.all(), NONE)

    assert len(opened.by_slip) == 3


def opened_by_the_thief(copy: Copy, sealed_keys: list[bytes]) -> int:
    """How many sealed answers any of these files opens."""
    found = 0
    for sealed in copy.inbox.values():
        for secret in sealed_keys:
            try:
                hpke.open_(secret, opening.INFO, copy.sheet.encode(), sealed)
            except (hpke.CannotOpen, ValueError):
                continue
            found += 1
            break
    return found


def files() -> list[bytes]:
    """The folder of automatic keys, as a thief would carry it away now."""
    return [path.read_bytes() for path in sorted(slots.folder().glob("*.slot"))]


def test_a_copy_from_before_with_the_keys_from_after_opens_nothing() -> None:
    copy, _truth, _phones = a_ballot()
    sheet = Sheet.objects.get(pk=copy.sheet)
    closing.close_sheet(sheet, code_hashes=NONE)
    closing.forget_keys(sheet.gathering)

    stolen = files()

    assert opened_by_the_thief(copy, stolen) == 0
    assert not any(reads_sheet(sheet, secret) for secret in stolen)


def reads_sheet(sheet: Sheet, secret: bytes) -> bool:
    body = bytes(sheet.ciphertext)
    if len(secret) != 32:
        return False
    try:
        AESGCM(secret).decrypt(body[:12], body[12:], sheets.LABEL + sheet.gathering.bytes)
    except InvalidTag:
        return False
    return True


def test_teeth_with_a_key_that_was_not_destroyed_everything_opens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copy, _truth, _phones = a_ballot()
    sheet = Sheet.objects.get(pk=copy.sheet)
    monkeypatch.setattr(slots, "destroy", lambda _name: None)
    closing.close_sheet(sheet, code_hashes=NONE)
    closing.forget_keys(sheet.gathering)

    assert opened_by_the_thief(copy, files()) == HOLDERS
    assert any(reads_sheet(sheet, secret) for secret in files())


@pytest.fixture
def a_browser(chromium: Any, static_address: str) -> Iterator[Any]:  # noqa: F811
    """A phone with our modules; its shell page allows no requests, so that rule is set aside."""
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(static_address)
    yield page
    context.close()


OTHER_KEYS = 100
COLLECT = """async (given) => {
  const {collectSlips} = await import("/static/ballot/collect.js");
  localStorage.clear();
  return (await collectSlips(given)).status;
}"""


def altered_keys(
    body: dict[str, Any], other: dict[str, Any], dice: random.Random
) -> dict[str, Any]:
    """The same answer with at least one key of another gathering's, or in another order."""
    changed = {name: list(v) if isinstance(v, list) else v for name, v in body.items()}
    places = [("issuers", n) for n in range(3)] + [("seals", n) for n in range(3)]
    for name, n in dice.sample(places, dice.randrange(1, 4)):
        changed[name][n] = other[name][n]
    match dice.randrange(4):
        case 0:
            changed["sheet_key"] = other["sheet_key"]
        case 1:
            changed["issuers"].reverse()
        case 2:
            changed["fingerprint"] = other["fingerprint"]
    return changed


def keys_as_served(gathering: UUID) -> dict[str, Any]:
    public, sheet_key = people.public(gathering), keys.sheet_key(gathering)
    assert sheet_key is not None
    return {
        "issuers": public.issuers,
        "seals": public.seals,
        "sheet_key": base64.b64encode(sheet_key).decode(),
        "fingerprint": public.fingerprint,
    }


def served(page: Any, body: dict[str, Any], asked: list[str]) -> None:
    """Serve these keys to this phone alone; write down whether it then asked for slips."""
    page.unroute_all()
    page.route("**/keys", lambda route: route.fulfill(json=body))
    page.route("**/csrf", lambda route: route.fulfill(json={"token": "t"}))

    def token(route: Any) -> None:
        asked.append(route.request.url)
        route.fulfill(status=409, json={"reason": "late", "detail": ""})

    page.route("**/tokens", token)


def two_sets() -> tuple[UUID, dict[str, Any], dict[str, Any]]:
    gathering, elsewhere = uuid4(), uuid4()
    keys.make_keys(gathering)
    keys.make_keys(elsewhere)
    return gathering, keys_as_served(gathering), keys_as_served(elsewhere)


@pytest.mark.browser
def test_a_phone_served_other_keys_refuses_every_time_and_asks_for_nothing(a_browser: Any) -> None:
    gathering, body, other = two_sets()
    given = {"gathering": str(gathering), "word": "0000", "fingerprint": body["fingerprint"]}
    asked: list[str] = []
    dice = random.Random(2026)
    refused = 0
    for _ in range(OTHER_KEYS):
        served(a_browser, altered_keys(body, other, dice), asked)
        refused += a_browser.evaluate(COLLECT, given) == "keys"

    print(f"other keys refused: {refused} of {OTHER_KEYS}")
    assert (refused, asked) == (OTHER_KEYS, [])
    served(a_browser, body, asked)
    assert a_browser.evaluate(COLLECT, given) == "refused", "its own keys it takes, and asks"
    assert len(asked) == 1


@pytest.mark.browser
def test_teeth_a_phone_that_was_told_no_name_takes_other_keys(a_browser: Any) -> None:
    gathering, body, other = two_sets()
    asked: list[str] = []
    served(a_browser, altered_keys(body, other, random.Random(1)), asked)
    assert a_browser.evaluate(COLLECT, {"gathering": str(gathering), "word": "0000"}) == "refused"
    assert len(asked) == 1


def test_the_fingerprint_printed_is_the_one_the_phone_computes() -> None:
    gathering, body, _other = two_sets()
    sheet_key = keys.sheet_key(gathering)
    assert sheet_key is not None
    parts = fingerprints.GatheringKeys(
        gathering,
        [base64.b64decode(one) for one in body["issuers"]],
        [base64.b64decode(one) for one in body["seals"]],
        sheet_key,
    )
    assert fingerprints.full(fingerprints.fingerprint(parts)) == body["fingerprint"]
