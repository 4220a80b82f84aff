"""A page for what went wrong says what happened, what is safe, and what to do."""

import pytest
from django.test import Client, RequestFactory, override_settings

from phronesis.design import problems, views

here = override_settings(ROOT_URLCONF="tests.design.urls")


@here
@pytest.mark.parametrize("status", sorted(problems.STATUSES))
def test_each_problem_has_three_sentences_and_its_own_status(status: int) -> None:
    answer = Client().get(f"/design/problems/{status}")
    page = answer.content.decode()
    words = problems.words(status)
    assert answer.status_code == status
    for sentence in (words.happened, words.kept, words.todo):
        assert sentence in page


@here
def test_two_refusals_are_the_same_byte_for_byte() -> None:
    one, other = (Client().get(f"/circles/{name}") for name in ("hers", "nobodys"))
    assert one.status_code == 404
    assert (one.content, sorted(one.headers.items())) == (
        other.content,
        sorted(other.headers.items()),
    )


@here
def test_a_status_without_words_of_its_own_borrows_the_general_ones() -> None:
    answer = views.problem(RequestFactory().get("/"), 418)
    assert problems.words(400).happened in answer.content.decode()


@here
def test_what_an_address_says_is_never_repeated_in_the_page() -> None:
    assert b"harbour" not in Client().get("/circles/quiet-harbour").content


@here
def test_a_language_is_remembered_and_leads_back() -> None:
    browser = Client()
    answer = browser.get("/design/language/nb?next=/care")
    assert (answer.status_code, answer["Location"]) == (302, "/care")
    assert 'lang="nb"' in browser.get("/care").content.decode()


@here
@pytest.mark.parametrize("next_page", ["https://elsewhere.example/", "//elsewhere.example", ""])
def test_a_language_link_never_leads_to_another_house(next_page: str) -> None:
    assert Client().get("/design/language/nb", {"next": next_page})["Location"] == "/"


@here
def test_a_language_nobody_offers_is_no_page() -> None:
    assert Client().get("/design/language/tlh").status_code == 404
