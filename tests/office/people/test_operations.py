"""Being made, agreeing, declaring; links made and used up."""

from datetime import timedelta

import pytest
from django.core import mail

from phronesis.admission.verdicts import Refused
from phronesis.office.people import consents, operations, tasks
from phronesis.office.people.models import Competence, LinkRequest, OneTimeLink
from tests.factories import A_DAY, A_THURSDAY, PASSWORD, a_person

pytestmark = pytest.mark.django_db


def test_an_address_is_the_same_in_any_case() -> None:
    made = operations.make_person(
        operations.Newcomer("Maren", email=" Maren@Example.org", password=PASSWORD)
    )

    assert operations.person_with_password("MAREN@example.org ", PASSWORD) == made


def test_a_given_name_is_enough_to_sign_in() -> None:
    made = operations.make_person(
        operations.Newcomer("Lorna", sign_in_name="tabo-leni-furo", password=PASSWORD)
    )

    assert operations.person_with_password("Tabo-leni-furo", PASSWORD) == made


def test_a_link_is_used_up_by_one_use() -> None:
    maren = a_person()
    token = operations.make_link(maren, at=A_THURSDAY)

    assert operations.use_link(token, at=A_THURSDAY) == maren
    with pytest.raises(Refused):
        operations.use_link(token, at=A_THURSDAY)


def test_a_link_ends_by_itself_and_is_forgotten() -> None:
    token = operations.make_link(a_person(), at=A_THURSDAY)
    later = A_THURSDAY + operations.LINK_LASTS

    with pytest.raises(Refused):
        operations.use_link(token, at=later)
    tasks.due(later)
    assert not OneTimeLink.objects.exists()


def test_the_token_itself_is_not_kept() -> None:
    token = operations.make_link(a_person(), at=A_THURSDAY)

    assert token not in str(OneTimeLink.objects.values().get())


def test_only_a_known_address_gets_a_mail_and_no_request_is_kept() -> None:
    a_person(email="maren@example.org")
    operations.ask_for_link("Maren@example.org", at=A_THURSDAY)
    operations.ask_for_link("nobody@example.org", at=A_THURSDAY)
    assert LinkRequest.objects.count() == 2

    tasks.due(A_THURSDAY)

    assert [sent.to for sent in mail.outbox] == [["maren@example.org"]]
    assert not LinkRequest.objects.exists()


def test_agreeing_twice_is_agreeing_once_and_proves_the_words() -> None:
    maren, text = a_person(), consents.text("joining", "nb")

    operations.agree(maren, text, on=A_DAY)
    consent = operations.agree(maren, text, on=A_DAY)

    assert maren.consents.count() == 1
    assert (consent.language, consent.hash) == ("nb", text.hash)


def test_every_language_of_a_consent_has_as_many_lines() -> None:
    lines = {code: len(consents.text("joining", code).lines) for code in ("en", "nb", "es")}

    assert len(set(lines.values())) == 1
    assert consents.text("joining", "xx").language == "en"


def test_a_declaration_holds_for_thirty_days_and_never_undoes_an_attestation() -> None:
    maren, miriam = a_person(), a_person("Miriam")
    operations.declare_competence(maren, "ethics", on=A_DAY)
    assert Competence.objects.get().until == A_DAY + timedelta(days=30)

    operations.attest_competence(maren, "ethics", by=miriam, until=A_DAY + timedelta(days=365))
    operations.declare_competence(maren, "ethics", on=A_DAY)

    assert Competence.objects.get().is_attested


def test_nobody_attests_herself() -> None:
    maren = a_person()

    with pytest.raises(Refused, match="Somebody else"):
        operations.attest_competence(maren, "ethics", by=maren, until=A_DAY)


def test_a_profession_missing_from_the_list_adds_a_line_once() -> None:
    first = operations.listed_profession("Night porter")

    assert operations.listed_profession("night  PORTER") == first
    assert operations.listed_profession("  ") is None
