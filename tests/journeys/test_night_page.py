"""Moment 2: the page of the night keeps words on the phone, and carries them when asked."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.room_windows import PHONE, Room, barriers, overflow, serving, shows

pytestmark = pytest.mark.browser
POINTING = "His daughter in Lisbon rang at four. He was 87 years old, and asleep."


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("night")) as where:
        yield where


@pytest.fixture
def night(address: str, chromium: Any) -> Iterator[Any]:
    """A phone at 03:12 on the page of the night."""
    room = Room(address, chromium, 1)
    page = room.window(PHONE, timezone_id="Europe/London", locale="en-GB")
    page.clock.install(time=datetime.datetime(2026, 11, 22, 3, 12, tzinfo=datetime.UTC))
    page.goto("/write")
    page.wait_for_selector("[data-screen=doors]:visible")
    yield page
    page.context.close()
    assert room.problems == []


def test_two_taps_put_it_down_and_nothing_leaves_the_phone(night: Any) -> None:
    sent: list[str] = []
    night.on("request", lambda request: sent.append(request.url))
    assert night.inner_text("[data-screen=doors] [data-hour]") == "03:12"
    assert night.get_attribute("html", "data-theme") == "dusk"
    assert barriers(night) == []
    assert overflow(night) <= 0
    night.click("text=Something hard")
    assert night.evaluate("document.activeElement.id") == "words-field"
    night.keyboard.type("I sat with him until four.")
    assert barriers(night) == []
    assert overflow(night) <= 0
    assert [url for url in sent if "/static/" not in url] == []
    night.click("text=Keep it here")
    shows(night, "kept")
    assert night.inner_text("[data-screen=kept] h1") == "Kept. Only here."
    assert "This phone keeps it until you erase it" in night.inner_text("#how-long")
    assert barriers(night) == []
    assert overflow(night) <= 0


def test_by_day_the_page_is_paper(address: str, chromium: Any) -> None:
    page = Room(address, chromium, 1).window(PHONE, timezone_id="Europe/London")
    page.clock.install(time=datetime.datetime(2026, 11, 22, 12, 0, tzinfo=datetime.UTC))
    page.goto("/write")
    assert page.get_attribute("html", "data-theme") is None
    page.context.close()


def test_two_more_taps_carry_it_without_a_cookie_and_it_can_be_taken_back(night: Any) -> None:
    carried: list[Any] = []
    night.context.add_cookies([{"name": "phronesis", "value": "someone", "url": night.url}])
    night.on("request", lambda r: carried.append(r) if "/carried" in r.url else None)
    _keep(night, "I sat with him until four.")
    night.click("#offer [data-act=carry]")
    shows(night, "before")
    assert barriers(night) == []
    night.click("[data-act=send]")
    shows(night, "sent")
    assert "cookie" not in carried[0].all_headers()
    assert "I sat with him" not in carried[0].post_data
    night.click("[data-screen=sent] [data-act=kept-list]")
    night.click("[data-act=take-back]")
    night.wait_for_selector("[data-act=carry-this]")
    assert carried[-1].response().status == 202
    assert barriers(night) == []


def test_every_carried_text_has_the_same_size(night: Any) -> None:
    sizes = []
    night.on(
        "request",
        lambda r: sizes.append(len(r.post_data)) if r.url.endswith("/carried") else None,
    )
    for text in ("No.", "A much longer text, which says a great deal more. " * 20):
        night.goto("/write")
        _keep(night, text)
        night.click("#offer [data-act=carry]")
        night.click("[data-act=send]")
        shows(night, "sent")
    assert len(sizes) == 2
    assert len(set(sizes)) == 1


def test_before_it_goes_at_most_two_places_are_named_and_nothing_is_forced(night: Any) -> None:
    _keep(night, POINTING + " It was on 14 March, on Ward 6.")
    night.click("#offer [data-act=carry]")
    shows(night, "before")
    assert night.locator("#going mark").count() == 2
    assert "“His daughter in Lisbon” may point to a family." in night.inner_text("#suggestions")
    assert overflow(night) <= 0
    night.click("#suggestions >> text=a relative")
    assert night.inner_text("#going").startswith("A relative rang at four.")
    night.click("#suggestions >> text=Leave it")
    assert "Carry it to Thursday" in night.inner_text("[data-act=send]")


def test_words_about_dying_bring_one_calm_card_and_the_text_is_kept_either_way(night: Any) -> None:
    night.click("text=Something hard")
    night.keyboard.type("Tonight I want to die.")
    night.clock.run_for(2000)
    night.wait_for_selector("#care-card:visible")
    assert night.evaluate("document.activeElement.id") == "words-field"
    assert barriers(night) == []
    night.click("text=Keep it here")
    shows(night, "kept")
    assert night.locator("#care-card:visible").count() == 1
    night.click("text=I mean my work")
    assert night.locator("#care-card:visible").count() == 0
    assert "Tonight I want to die." in night.evaluate("JSON.stringify(localStorage)")


def test_words_about_a_patient_dying_bring_no_card(night: Any) -> None:
    night.click("text=Something hard")
    night.keyboard.type("He was dying all night, and his brother was in the air.")
    night.clock.run_for(2000)
    assert night.locator("#care-card:visible").count() == 0


def test_an_erased_text_is_gone_from_the_phone(night: Any) -> None:
    _keep(night, "Gone by morning")
    night.click("[data-screen=kept] [data-act=kept-list]")
    night.click("[data-act=erase]")
    night.click("text=Erase for good")
    night.wait_for_selector("#kept-none:visible")
    assert "Gone by morning" not in night.evaluate("JSON.stringify(localStorage)")


def test_the_page_opens_without_a_network_and_keeps_words(address: str, chromium: Any) -> None:
    room = Room(address, chromium, 1)
    page = room.window(PHONE)
    page.goto("/write")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function(
        """async () => {
          const shelf = await caches.open("phronesis-night-1");
          const names = (await shelf.keys()).map((request) => new URL(request.url).pathname);
          return names.includes("/write") && names.includes("/static/ballot/words.js");
        }"""
    )
    page.context.set_offline(True)
    page.reload()
    page.click("text=Something that went right")
    page.keyboard.type("She laughed.")
    page.click("text=Keep it here")
    shows(page, "kept")
    page.goto("/care")
    assert page.locator("h1").count() == 1
    page.context.close()
    assert room.problems == []


def test_where_the_browser_keeps_nothing_the_page_says_so(address: str, chromium: Any) -> None:
    page = Room(address, chromium, 1).window(PHONE)
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); };")
    page.goto("/write")
    page.click("text=Something hard")
    page.keyboard.type("Not for long")
    page.click("text=Keep it here")
    shows(page, "kept")
    assert "keeps nothing once the page is closed" in page.inner_text("#how-long")
    page.context.close()


def _keep(page: Any, text: str) -> None:
    page.click("text=Something hard")
    page.fill("#words-field", text)
    page.click("text=Keep it here")
    page.wait_for_selector("#offer:visible")
