"""The pages of the night and of care from right to left, before there is an Arabic catalogue."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, override_settings

from tests.design.serving import served

RIGHT_TO_LEFT = [("en", "English"), ("ar", "العربية")]
PAGES = ["/write", "/care"]
# Where a thing stands on a line: its nearer edge, as the page itself sees it.
EDGES = """name => {
  const box = document.querySelector(name).getBoundingClientRect();
  return [box.left, innerWidth - box.right];
}"""


@pytest.fixture
def in_arabic() -> Iterator[None]:
    with override_settings(LANGUAGES=RIGHT_TO_LEFT, LANGUAGE_CODE="ar"):
        yield


@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_which_way_it_runs(in_arabic: None, path: str) -> None:
    page = Client().get(path, headers={"accept-language": "ar"}).content.decode()
    assert '<html lang="ar" dir="rtl"' in page


@pytest.mark.parametrize("path", PAGES)
def test_a_page_in_english_runs_from_left_to_right(path: str) -> None:
    page = Client().get(path, headers={"accept-language": "en"}).content.decode()
    assert '<html lang="en" dir="ltr"' in page


@pytest.fixture
def phone(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="ar")
    with (
        served(LANGUAGES=RIGHT_TO_LEFT, LANGUAGE_CODE="ar") as address,
        override_settings(ROOT_URLCONF="phronesis.site.urls"),
    ):
        page = context.new_page()
        page.address = address
        yield page
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_runs_from_right_to_left_stays_within_the_phone(phone: Any, path: str) -> None:
    phone.goto(phone.address + path)
    assert phone.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "rtl"
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    left, right = phone.evaluate(EDGES, ".foot .care-line")
    assert right < left
