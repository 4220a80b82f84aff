"""The list of avoided words finds what it names, and leaves in peace what it allows."""

import pytest

from phronesis.design.plain_words import avoided_in


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Your answer is anonymous.", "en"),
        ("Simply tap here", "en"),
        ("This EMPOWERS teams", "en"),
        ("Thank you for  sharing", "en"),
        ("Well done!", "en"),
        ("Dine svar er anonyme", "nb"),
        ("Velkommen til sirkelen", "nb"),
        ("Tu respuesta es anónima", "es"),
        ("¡Bienvenida", "es"),
        ("Stop!", "fi"),
    ],
)
def test_an_avoided_word_is_found(text: str, language: str) -> None:
    assert avoided_in(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Late voices were welcome until Sunday.", "en"),
        ("Virtual Moral Resilience Rounds", "en"),
        ("A justification is not asked for.", "en"),
        ("Det vi tar vare på", "nb"),
        ("Lo que guardamos", "es"),
    ],
)
def test_a_plain_sentence_is_left_in_peace(text: str, language: str) -> None:
    assert avoided_in(text, language) == []


def test_resilience_outside_a_programme_name_is_found_beside_one_inside() -> None:
    found = avoided_in("Virtual Moral Resilience Rounds build your resilience.", "en")
    assert [one.word for one in found] == ["resilience"]
