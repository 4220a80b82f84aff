"""Opening all answers together, once, and forgetting how.

Order: the ballot plane in one transaction (results, receipts and withdrawal codes written,
inbox dropped, state closed), then the key is destroyed. Called again after a crash it finishes
what is left and changes nothing else.
"""

import math
import secrets
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction

from phronesis.ballot import opening
from phronesis.ballot.counting import FEWEST_HOLDERS, LAST_ROUND, Outcome, outcome
from phronesis.ballot.models import (
    GatheringKeys,
    Issue,
    Receipt,
    Result,
    SealedAnswer,
    Sheet,
    WithdrawalHash,
)
from phronesis.ballot.operations.keys import (
    BALLOT,
    ROUNDS,
    issuer_slot,
    seal_slot,
    sheet_slot,
)
from phronesis.vault import slots

# Receipts and withdrawal codes come in whole sheets of this many: with a return code or an
# envelope sent twice there can be more than there are holders, and one too many would tell.
RECEIPTS = 64


def close_sheet(sheet: Sheet, *, code_hashes: frozenset[str]) -> None:
    """Open, count, write the results, drop the inbox; then destroy the round's seal key.

    `code_hashes` are the hashes (hex) of the return codes of everything written for this
    gathering: whoever holds one may veto.
    """
    with transaction.atomic(using=BALLOT):
        locked = Sheet.objects.select_for_update().get(pk=sheet.pk)
        if locked.state == "open":
            _close(locked, code_hashes)
    slots.destroy(seal_slot(sheet.gathering, sheet.round))


def _close(sheet: Sheet, code_hashes: frozenset[str]) -> None:
    private = slots.read(seal_slot(sheet.gathering, sheet.round))
    inbox = list(SealedAnswer.objects.filter(sheet=sheet.hash))
    opened = None
    if private is not None:
        issuer = GatheringKeys.objects.get(gathering=sheet.gathering).issuers[sheet.round]
        opened = opening.open_all(private, issuer, sheet, inbox, code_hashes)
    if opened is None or len(opened.by_slip) > sheet.holders:
        _write_results(sheet, dict.fromkeys(map(UUID, sheet.texts), _void_outcome(sheet.round)))
        sheet.state = "void"
    else:
        _write_counted(sheet, opened)
        sheet.state = "closed"
    SealedAnswer.objects.filter(sheet=sheet.hash).delete()
    Sheet.objects.filter(pk=sheet.pk).update(state=sheet.state)


def _void_outcome(round_: int) -> Outcome:
    """A lost key or a stuffed box uses up one round; after the last, everything stays."""
    return Outcome.AGAIN if round_ < ROUNDS - 1 else Outcome.STAYS


def _write_counted(sheet: Sheet, opened: opening.Opened) -> None:
    results = {
        text: outcome(
            opened.answers_to(text),
            holders=sheet.holders,
            veto=text in opened.vetoed,
            round_=sheet.round,
        )
        for text in map(UUID, sheet.texts)
    }
    _write_results(sheet, results)
    _write_receipts(sheet, opened.counted)
    for text, result in results.items():
        if result == Outcome.WENT:
            _write_withdrawals(text, opened.withdrawal_hashes(text), sheet.holders)


def _write_results(sheet: Sheet, results: Mapping[UUID, Outcome]) -> None:
    rows = [
        Result(gathering=sheet.gathering, round=sheet.round, text=text, outcome=result)
        for text, result in results.items()
    ]
    Result.objects.bulk_create(rows)


def _write_receipts(sheet: Sheet, counted: Sequence[str]) -> None:
    hashes = _padded(counted, sheet.holders)
    Receipt.objects.bulk_create([Receipt(sheet=sheet.hash, hash=hash_) for hash_ in hashes])


def _write_withdrawals(text: UUID, hashes: Sequence[str], holders: int) -> None:
    rows = [WithdrawalHash(text=text, hash=hash_) for hash_ in _padded(hashes, holders)]
    WithdrawalHash.objects.bulk_create(rows)


def _padded(hashes: Sequence[str], holders: int) -> list[str]:
    """Random hashes up to whole sheets, shuffled: how many were real is not kept."""
    filled = list(dict.fromkeys(hashes))
    length = RECEIPTS * math.ceil(max(holders, len(filled)) / RECEIPTS)
    filled += [secrets.token_hex(32) for _ in range(length - len(filled))]
    secrets.SystemRandom().shuffle(filled)
    return filled


# What folded cards can come to; counted by two people of the room's choosing, told as a word.
BY_CARDS = (Outcome.WENT, Outcome.BACK, Outcome.STAYS)


def record_cards(gathering: UUID, round_: int, text: UUID, *, outcome: str) -> Outcome:
    """The paper way: what identical cards came to, by the same rules. No tally is taken.

    Raises
    ------
    ValueError
        For a word that is not an outcome of cards.
    """
    if outcome not in BY_CARDS:
        raise ValueError(f"{outcome!r} is not what cards come to")
    if outcome == Outcome.BACK and round_ >= LAST_ROUND:
        outcome = Outcome.STAYS
    with transaction.atomic(using=BALLOT):
        row, _made = Result.objects.get_or_create(
            text=text,
            round=round_,
            defaults={"gathering": gathering, "outcome": outcome, "on_paper": True},
        )
    return Outcome(row.outcome)


def forget_keys(gathering: UUID) -> None:
    """Destroy what is left of a gathering's automatic keys: its last round is over.

    Where no sheet ever opened, nothing else forgets who was given a slip.
    """
    with transaction.atomic(using=BALLOT):
        Issue.objects.filter(gathering=gathering).delete()
    for round_ in range(ROUNDS):
        slots.destroy(issuer_slot(gathering, round_))
        slots.destroy(seal_slot(gathering, round_))
    slots.destroy(sheet_slot(gathering))


def too_few(gathering: UUID) -> bool:
    """With fewer than four slips nothing goes beyond the circle by phone."""
    keys = GatheringKeys.objects.filter(gathering=gathering).first()
    return keys is None or keys.slips_given < FEWEST_HOLDERS
