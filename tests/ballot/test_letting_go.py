"""A sheet's life: slips, sealed answers, closing, and what can be known afterwards."""

import secrets
from uuid import UUID, uuid4

import pytest

from phronesis.admission.verdicts import Refused
from phronesis.ballot import queries, slips
from phronesis.ballot.models import Issue, Receipt, Result, SealedAnswer, Sheet, WithdrawalHash
from phronesis.ballot.operations import casting, closing, issuing, keys, sheets, withdrawing
from phronesis.vault import slots
from tests.ballot import people
from tests.ballot.people import Phone

pytestmark = pytest.mark.django_db

NONE: frozenset[str] = frozenset()
CLOSES = "2027-01-14T08:00:00+00:00"


def a_gathering_of(number: int) -> tuple[UUID, list[Phone]]:
    gathering = uuid4()
    keys.make_keys(gathering)
    phones = [Phone(gathering) for _ in range(number)]
    for phone in phones:
        phone.collect()
    return gathering, phones


def a_sheet(gathering: UUID, *, round_: int = 0, texts: int = 1) -> Sheet:
    drafts = [{"id": str(uuid4()), "title": f"Say until when {n}"} for n in range(texts)]
    sheet = sheets.open_sheet(gathering, round_, texts=drafts, closes=CLOSES)
    assert sheet is not None
    return sheet


def outcomes(sheet: Sheet) -> list[str]:
    found = queries.results_in(sheet.gathering, sheet.round)
    return [found[UUID(text)] for text in sheet.texts]


def test_a_slip_asked_for_again_is_the_same_slip() -> None:
    gathering, [phone] = a_gathering_of(1)
    first = phone.tokens

    phone.collect()

    assert phone.tokens == first
    assert queries.slips_given(gathering) == 1


def test_a_second_secret_under_one_seat_gets_no_second_slip() -> None:
    gathering, [phone] = a_gathering_of(1)
    other = Phone(gathering, seat=phone.seat)

    with pytest.raises(Refused, match="eight words"):
        other.collect()

    assert queries.slips_given(gathering) == 1


def test_no_slip_is_given_once_the_sheet_is_open() -> None:
    gathering, _phones = a_gathering_of(4)
    a_sheet(gathering)

    with pytest.raises(Refused):
        Phone(gathering).collect()


def test_opening_a_sheet_forgets_who_was_given_a_slip() -> None:
    gathering, _phones = a_gathering_of(4)
    assert Issue.objects.filter(gathering=gathering).count() == 4

    a_sheet(gathering)

    assert not Issue.objects.filter(gathering=gathering).exists()
    assert queries.slips_given(gathering) == 4


def test_a_sheet_is_the_same_bytes_for_all_and_says_what_would_go_where() -> None:
    gathering, _phones = a_gathering_of(4)
    sheet = a_sheet(gathering)

    assert people.read(sheet)["closes"] == CLOSES
    assert sheets.open_sheet(gathering, 0, texts=[], closes="other").hash == sheet.hash  # type: ignore[union-attr]


def test_it_went_when_enough_said_yes() -> None:
    gathering, phones = a_gathering_of(6)
    sheet = a_sheet(gathering)
    for phone in phones[:4]:
        phone.answer(sheet, {sheet.texts[0]: "yes"})

    closing.close_sheet(sheet, code_hashes=NONE)

    assert outcomes(sheet) == ["went"]


def test_it_stays_when_one_says_it_could_point_to_someone() -> None:
    gathering, phones = a_gathering_of(6)
    sheet = a_sheet(gathering)
    for phone in phones[:5]:
        phone.answer(sheet, {sheet.texts[0]: "yes"})
    phones[5].answer(sheet, {sheet.texts[0]: "points"})

    closing.close_sheet(sheet, code_hashes=NONE)

    assert outcomes(sheet) == ["stays"]


def test_an_absent_author_with_the_return_code_keeps_it() -> None:
    gathering, phones = a_gathering_of(5)
    sheet = a_sheet(gathering)
    for phone in phones:
        phone.answer(sheet, {sheet.texts[0]: "yes"})
    code = slips.new_code()
    people.veto(sheet, code)

    closing.close_sheet(sheet, code_hashes=frozenset({slips.code_hash(code).hex()}))

    assert outcomes(sheet) == ["stays"]


def test_a_code_that_belongs_to_nothing_here_changes_nothing() -> None:
    gathering, phones = a_gathering_of(5)
    sheet = a_sheet(gathering)
    for phone in phones:
        phone.answer(sheet, {sheet.texts[0]: "yes"})
    people.veto(sheet, slips.new_code())

    closing.close_sheet(sheet, code_hashes=NONE)

    assert outcomes(sheet) == ["went"]


def test_a_slip_and_a_code_look_the_same_in_the_inbox() -> None:
    gathering, [phone, *_rest] = a_gathering_of(4)
    sheet = a_sheet(gathering)
    phone.answer(sheet, {sheet.texts[0]: "yes"})
    people.veto(sheet, slips.new_code())

    lengths = {len(bytes(row.sealed)) for row in SealedAnswer.objects.all()}

    assert lengths == {casting.SEALED_LENGTH}


def test_one_person_answering_ten_times_is_one_answer_the_most_careful_one() -> None:
    gathering, phones = a_gathering_of(5)
    sheet = a_sheet(gathering)
    for phone in phones[:4]:
        phone.answer(sheet, {sheet.texts[0]: "yes"})
    for _ in range(9):
        phones[0].answer(sheet, {sheet.texts[0]: "yes"})
    phones[0].answer(sheet, {sheet.texts[0]: "points"})

    closing.close_sheet(sheet, code_hashes=NONE)

    assert outcomes(sheet) == ["stays"]


def test_the_same_bytes_twice_are_one_answer() -> None:
    gathering, [phone, *_rest] = a_gathering_of(4)
    sheet = a_sheet(gathering)
    sealed = phone.seal(sheet, {sheet.texts[0]: "yes"})

    people.send(sheet, sealed)
    people.send(sheet, sealed)

    assert SealedAnswer.objects.count() == 1


def test_a_stranger_who_has_not_read_the_sheet_fills_no_inbox() -> None:
    gathering, _phones = a_gathering_of(4)
    sheet = a_sheet(gathering)

    casting.cast(sheet, sealed=secrets.token_bytes(casting.SEALED_LENGTH), tag=b"guess" * 8)

    assert not SealedAnswer.objects.exists()


def test_answers_sealed_for_another_sheet_are_not_counted() -> None:
    gathering, phones = a_gathering_of(4)
    sheet = a_sheet(gathering)
    _other, strangers = a_gathering_of(4)
    other_sheet = a_sheet(_other)
    for phone in phones[:3]:
        phone.answer(sheet, {sheet.texts[0]: "yes"})
    stray = strangers[0].seal(other_sheet, {other_sheet.texts[0]: "yes"})
    people.send(sheet, stray)

    closing.close_sheet(sheet, code_hashes=NONE)

    assert outcomes(sheet) == ["stays"]


def test_a_slip_signed_for_another_gathering_is_no_slip_here() -> None:
    gathering, phones = a_gathering_of(4)
    sheet = a_sheet(gathering)
    _other, strangers = a_gathering_of(4)
    for phone in phones[:3]:
        phone.answer(sheet, {sheet.texts[0]: "yes"})
    strangers[0].answer(sheet, {sheet.texts[0]: "yes"})

    closing.close_sheet(sheet, code_hashes=NONE)

    assert outcomes(sheet) == ["stays"]


def test_more_slips_than_were_given_void_the_sheet_and_it_is_asked_once_more() -> None:
    gathering, phones = a_gathering_of(4)
    sheet = a_sheet(gathering)
    Sheet.objects.filter(pk=sheet.pk).update(holders=3)
    for phone in phones:
        phone.answer(sheet, {sheet.texts[0]: "yes"})

    closing.close_sheet(sheet, code_hashes=NONE)

    assert outcomes(sheet) == ["again"]
    assert Sheet.objects.get(pk=sheet.pk).state == "void"


def test_a_lost_key_voids_the_sheet_visibly() -> None:
    gathering, phones = a_gathering_of(4)
    sheet = a_sheet(gathering)
    for phone in phones:
        phone.answer(sheet, {sheet.texts[0]: "yes"})
    slots.destroy(keys.seal_slot(gathering, 0))

    closing.close_sheet(sheet, code_hashes=NONE)

    assert outcomes(sheet) == ["again"]


def test_closing_leaves_no_answer_no_key_and_no_tally() -> None:
    gathering, phones = a_gathering_of(6)
    sheet = a_sheet(gathering)
    for phone in phones[:5]:
        phone.answer(sheet, {sheet.texts[0]: "yes"})

    closing.close_sheet(sheet, code_hashes=NONE)

    assert not SealedAnswer.objects.exists()
    assert slots.read(keys.seal_slot(gathering, 0)) is None
    assert Receipt.objects.filter(sheet=sheet.hash).count() == closing.RECEIPTS
    assert WithdrawalHash.objects.count() == closing.RECEIPTS


def test_closing_twice_changes_nothing() -> None:
    gathering, phones = a_gathering_of(4)
    sheet = a_sheet(gathering)
    for phone in phones:
        phone.answer(sheet, {sheet.texts[0]: "yes"})

    closing.close_sheet(sheet, code_hashes=NONE)
    closing.close_sheet(sheet, code_hashes=NONE)

    assert Result.objects.count() == 1
    assert Receipt.objects.count() == closing.RECEIPTS


def test_a_phone_finds_its_answer_among_the_receipts() -> None:
    gathering, phones = a_gathering_of(4)
    sheet = a_sheet(gathering)
    receipt = phones[0].answer(sheet, {sheet.texts[0]: "yes"})

    closing.close_sheet(sheet, code_hashes=NONE)

    assert receipt in queries.receipts(sheet.hash)


def test_nothing_can_be_sealed_after_closing() -> None:
    gathering, phones = a_gathering_of(4)
    sheet = a_sheet(gathering)
    sealed = phones[0].seal(sheet, {sheet.texts[0]: "yes"})
    closing.close_sheet(sheet, code_hashes=NONE)

    with pytest.raises(casting.SheetClosed):
        people.send(Sheet.objects.get(pk=sheet.pk), sealed)


def test_a_rewording_is_answered_with_the_second_slip() -> None:
    gathering, phones = a_gathering_of(4)
    first = a_sheet(gathering)
    for phone in phones:
        phone.answer(first, {first.texts[0]: "reword"})
    closing.close_sheet(first, code_hashes=NONE)
    assert outcomes(first) == ["back"]

    second = a_sheet(gathering, round_=1)
    for phone in phones:
        phone.answer(second, {second.texts[0]: "yes"})
    closing.close_sheet(second, code_hashes=NONE)

    assert outcomes(second) == ["went"]


def test_cards_come_to_a_word_and_keep_no_tally() -> None:
    gathering, text = uuid4(), uuid4()

    first = closing.record_cards(gathering, 0, text, outcome="stays")
    second = closing.record_cards(gathering, 0, text, outcome="went")

    assert (first, second) == ("stays", "stays")
    assert {field.name for field in Result._meta.get_fields()} == {
        "id",
        "gathering",
        "round",
        "text",
        "outcome",
        "on_paper",
    }


def test_cards_cannot_come_back_a_third_time() -> None:
    assert closing.record_cards(uuid4(), 2, uuid4(), outcome="back") == "stays"


def test_any_code_asks_a_text_back_and_a_wrong_one_does_not() -> None:
    text, code = uuid4(), secrets.token_bytes(16)
    WithdrawalHash.objects.create(text=text, hash=slips.code_hash(code).hex())

    withdrawing.ask_back(secrets.token_bytes(16))
    assert not withdrawing.Withdrawal.objects.exists()

    withdrawing.ask_back(code)
    assert withdrawing.Withdrawal.objects.get().text == text


def test_three_messages_are_asked_for_and_no_other_number() -> None:
    gathering, _phones = a_gathering_of(1)

    with pytest.raises(ValueError, match="three"):
        issuing.give_slips(gathering, seat=b"s" * 32, blinded=[b"1"])
