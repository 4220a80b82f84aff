"""The pages of a room: a phone, the facilitator's console and the stage, in real windows."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from tests.journeys.room_windows import Room, barriers, overflow, read_all, serving, shows

pytestmark = pytest.mark.browser
TEXTS = [
    "He asked me if it was still night. I said yes.",
    "I turned the pump up and did not say why.",
    "We were kind, and then we stopped talking when she came in.",
    "I told the family it would be quick. It was not.",
]
_numbers = count(1)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("rooms")) as where:
        yield where


@pytest.fixture
def room(address: str, chromium: Any) -> Iterator[Room]:
    """A room nobody else uses; its pages may raise no error of their own."""
    here = Room(address, chromium, next(_numbers))
    yield here
    for context in chromium.contexts:
        context.close()
    assert here.problems == []


def _in_writing(room: Room, **options: Any) -> tuple[Any, Any]:
    console = room.console()
    phone = room.phone(**options)
    console.click("#go-on")
    shows(phone, "write-quiet")
    return console, phone


def test_from_the_poster_it_is_one_tap_and_no_script(room: Room) -> None:
    room.console()
    page = room.window(java_script_enabled=False)
    page.goto(f"/in/{room.code}")
    assert page.text_content("h1") == "Who turns on the light?"
    assert overflow_without_script(page) <= 0
    page.click("#come-in")
    page.wait_for_url(f"**/room/{room.id}")
    assert "the facilitator says each step aloud" in page.inner_text("noscript")


def overflow_without_script(page: Any) -> float:
    return float(page.locator("footer").bounding_box()["y"]) - 844


def test_a_wrong_code_and_a_full_room_say_so_kindly(room: Room) -> None:
    page = room.window()
    assert page.goto("/in/WRONGX").status == 404
    assert "No room opens with this code." in page.inner_text("h1")
    assert barriers(page) == []
    page.goto("/in/SMALLA")
    page.click("#come-in")
    page.wait_for_url("**/in/SMALLA?problem=full")
    assert "The room is full." in page.inner_text("h1")
    assert barriers(page) == []


def test_without_the_cookie_the_way_leads_to_the_door(room: Room) -> None:
    page = room.window()
    page.goto(f"/room/{room.id}")
    assert page.url.endswith(f"/in/{room.code}")


def test_a_round_runs_from_arriving_to_the_end_in_three_windows(room: Room) -> None:
    console, stage, phone = room.console(), room.stage(), room.phone()
    assert "You are in." in phone.inner_text("h1:visible")
    assert stage.inner_text("#word") == console.inner_text("#word")
    _clean(phone, console, stage)

    console.click("#go-on")
    shows(phone, "write-quiet")
    _clean(phone, console, stage)
    for text in TEXTS:
        room.somebody().writes(text)
    phone.fill("#text-quiet", "I said it would be all right.")
    phone.click("text=I am ready")
    shows(phone, "rest-quiet")
    _clean(phone)
    console.wait_for_selector("text=Five are ready")
    assert stage.locator("#wall-quiet li").count() == 0

    console.click("text=Close the writing")
    console.wait_for_selector("#reading-quiet:visible")
    _clean(None, console)
    read_all(console)
    console.click("text=Show the five, mixed")
    for window in (phone, stage):
        shows(window, "wall-quiet")
        assert window.locator("#wall-quiet li").count() == 5
    assert barriers(phone) == []
    _clean(None, console, stage)

    for phase in ("round", "dialogue", "solution", "keep"):
        console.click("#go-on")
        shows(phone, f"phase-{phase}")
        shows(stage, f"phase-{phase}")
        _clean(phone, console, stage)
    console.fill("#keep", "The last person who sees them may ask one question.")
    console.click("[data-act=keep]")
    phone.wait_for_selector("[data-kept] li:visible")

    console.click("#go-on")
    shows(phone, "phase-close")
    console.click("[data-opens=closing]:visible")
    console.click("#closing [data-act=close]")
    for window in (phone, console, stage):
        shows(window, "closed")
    _clean(phone, console, stage)


def _clean(phone: Any | None, *others: Any) -> None:
    """No barrier in any window, and the phone does not scroll."""
    for window in (phone, *others):
        if window is not None:
            assert barriers(window) == []
    if phone is not None:
        assert overflow(phone) <= 0


def test_ready_and_pass_look_the_same_from_outside(room: Room) -> None:
    _console, writer = _in_writing(room)
    passer = room.phone()
    sent: list[str] = []
    passer.on("request", lambda r: sent.append(r.post_data or "") if r.method == "POST" else None)
    writer.fill("#text-quiet", "I said it would be all right.")
    writer.click("text=I am ready")
    passer.click("text=I pass this time")
    for window in (writer, passer):
        shows(window, "rest-quiet")
        window.wait_for_selector("#saved:visible")
    assert writer.inner_text("main") == passer.inner_text("main")
    assert len(sent) == 1
    assert '"kind":"ready"' in sent[0]


def test_a_draft_survives_a_reload_and_is_forgotten_once_it_is_safe(room: Room) -> None:
    console, phone = _in_writing(room)
    phone.fill("#text-quiet", "Half a sentence")
    phone.reload()
    shows(phone, "write-quiet")
    assert phone.input_value("#text-quiet") == "Half a sentence"
    phone.click("text=I am ready")
    console.wait_for_selector("text=one text")
    phone.wait_for_selector("#saved:visible")
    assert "Half a sentence" not in phone.evaluate("JSON.stringify(localStorage)")


def test_when_the_room_moves_on_unfinished_words_stay_with_their_writer(room: Room) -> None:
    console, phone = _in_writing(room)
    phone.click("#text-quiet")
    phone.keyboard.type("I had not yet said")
    console.click("text=Close the writing")
    console.click("#go-on")
    phone.wait_for_selector("#moved-quiet:visible")
    assert "The room has moved on. Your words are still yours." in phone.inner_text("main")
    assert phone.evaluate("document.activeElement.id") == "text-quiet"
    assert phone.input_value("#text-quiet") == "I had not yet said"
    assert barriers(phone) == []
    phone.click("#moved-quiet [data-act=keep]")
    shows(phone, "phase-round")
    phone.goto("/write#kept")
    shows(phone, "list")
    assert "I had not yet said" in phone.inner_text("#kept-list")


def test_words_sent_after_the_writing_ended_are_kept_on_the_phone(room: Room) -> None:
    console, phone = _in_writing(room)
    phone.fill("#text-quiet", "Too late")
    console.click("text=Close the writing")
    console.click("#go-on")
    phone.click("#moved-quiet [data-act=send-now]")
    phone.wait_for_selector("#refused:visible")
    assert "The writing has ended." in phone.inner_text("#refused")
    phone.goto("/write#kept")
    assert "Too late" in phone.inner_text("#kept-list")


def test_a_phone_without_network_says_nothing_and_sends_later_once(room: Room) -> None:
    console, phone = _in_writing(room)
    phone.context.set_offline(True)
    phone.fill("#text-quiet", "Written in the lift")
    phone.click("text=I am ready")
    shows(phone, "rest-quiet")
    phone.wait_for_timeout(1500)
    assert phone.locator("#saved:visible").count() == 0
    assert phone.locator("[role=alert]:visible").count() == 0
    phone.context.set_offline(False)
    phone.wait_for_selector("#saved:visible", timeout=30_000)
    console.wait_for_selector("text=One is ready")
    assert "one text" in console.inner_text("#written-quiet")


def test_where_streams_are_blocked_the_phone_asks_instead(room: Room) -> None:
    console = room.console()
    phone = room.window()

    def block(route: Any) -> None:
        streams = "event-stream" in route.request.headers.get("accept", "")
        route.abort() if streams else route.continue_()

    phone.route("**/events?*", block)
    phone.goto(f"/in/{room.code}")
    phone.click("#come-in")
    shows(phone, "in")
    console.click("#go-on")
    shows(phone, "write-quiet")
    assert phone.locator("[role=alert]:visible").count() == 0


def test_who_comes_back_misses_nothing(room: Room) -> None:
    console, phone = _in_writing(room)
    phone.click("text=I pass this time")
    phone.context.set_offline(True)
    for text in TEXTS:
        room.somebody().writes(text)
    console.click("text=Close the writing")
    console.wait_for_selector("#one-quiet:visible")
    read_all(console)
    console.click("#show-all-quiet")
    console.wait_for_selector("#shown-quiet:visible")
    console.click("#go-on")
    phone.context.set_offline(False)
    phone.wait_for_selector("[data-screen=phase-round]:visible", timeout=30_000)
    phone.click("text=Read the four again")
    assert phone.locator("#wall-quiet li").count() == 4


def test_a_held_text_is_explained_to_its_writer_alone(room: Room) -> None:
    console, writer = _in_writing(room)
    other = room.phone()
    writer.fill("#text-quiet", "It was the new registrar.")
    writer.click("text=I am ready")
    console.wait_for_selector("text=one text")
    other.click("text=I pass this time")
    for text in TEXTS:
        room.somebody().writes(text)
    console.click("text=Close the writing")
    console.wait_for_selector("#one-quiet:visible")
    for _text in range(5):
        if "registrar" in console.inner_text("#one-quiet [data-words]"):
            console.click("#one-quiet [data-act=hold]")
            console.click("#reasons-quiet >> text=It may point to a colleague")
        else:
            console.click("#one-quiet [data-act=show]")
    assert "4 read · 1 held · 0 not read yet" in console.inner_text("#tally-quiet")
    console.click("#show-all-quiet")
    writer.wait_for_selector("#held-quiet:visible")
    assert "It may point to a colleague." in writer.inner_text("#held-quiet")
    shows(other, "wall-quiet")
    assert other.locator("#held-quiet:visible").count() == 0
    assert "registrar" not in other.content()


def test_fewer_than_four_texts_are_not_shown_and_the_reason_stands_beside_it(room: Room) -> None:
    console, _phone = _in_writing(room)
    room.somebody().writes(TEXTS[0])
    console.wait_for_selector("text=one text")
    console.click("text=Close the writing")
    console.wait_for_selector("#one-quiet:visible")
    console.click("#one-quiet [data-act=show]")
    assert console.get_attribute("#show-all-quiet", "aria-disabled") == "true"
    assert "fewer than four" in console.inner_text("#show-all-why-quiet")
    assert barriers(console) == []


def test_the_wall_is_announced_once_as_a_list_and_counts_from_three_in_words(room: Room) -> None:
    console, phone = _in_writing(room, reduced_motion="reduce")
    phone.click("text=I pass this time")
    people = [room.somebody() for _ in TEXTS]
    for person, text in zip(people, TEXTS, strict=True):
        person.writes(text)
    console.click("text=Close the writing")
    console.wait_for_selector("#one-quiet:visible")
    read_all(console)
    console.click("#show-all-quiet")
    shows(phone, "wall-quiet")
    assert phone.evaluate("document.activeElement.id") == "wall-quiet"
    assert phone.get_attribute("#wall-quiet", "aria-label") == "Four voices"
    assert phone.inner_text("#now") == ""
    phone.wait_for_timeout(100)
    settled = "getComputedStyle(document.querySelector('#wall-quiet li:last-child')).opacity"
    assert phone.evaluate(settled) == "1"
    item = phone.get_attribute("#wall-quiet li", "data-item")
    phone.click(f"[data-act=know][data-item='{item}']")
    people[0].does("know", item=item)
    phone.wait_for_timeout(600)
    assert phone.inner_text(f"[id='count-{item}']") == ""
    people[1].does("know", item=item)
    phone.wait_for_function("id => document.getElementById(id).textContent", arg=f"count-{item}")
    assert phone.inner_text(f"[id='count-{item}']") == "three know this"


def test_only_the_phone_whose_turn_it_is_says_so(room: Room) -> None:
    console, one = _in_writing(room)
    two = room.phone()
    console.click("#go-on")
    for phone in (one, two):
        shows(phone, "phase-round")
    one.click("text=Raise a hand >> visible=true")
    console.wait_for_selector("text=One hand is waiting. >> visible=true")
    two.click("text=Raise a hand >> visible=true")
    console.wait_for_selector("text=Two hands are waiting. >> visible=true")
    console.click("text=Next hand >> visible=true")
    one.wait_for_selector("[data-hand=next]:visible >> text=You are next.")
    assert two.locator("[data-hand=next]:visible").count() == 0
    assert two.locator("text=Your hand is up. >> visible=true").count() == 1
    _clean(one, two)


def test_the_facilitator_sets_the_phase_after_ten_minutes_on_paper(room: Room) -> None:
    console, phone = _in_writing(room)
    console.context.set_offline(True)
    console.click("#go-on")
    shows(console, "phase-round")
    console.wait_for_selector("#away:visible")
    console.click("#run summary")
    console.click("[data-act=step][data-to='3']")
    shows(console, "phase-dialogue")
    assert "A pencil goes round" in console.inner_html("[data-screen=phase-round]")
    shows(phone, "write-quiet")
    console.context.set_offline(False)
    phone.wait_for_selector("[data-screen=phase-dialogue]:visible", timeout=30_000)
    console.wait_for_selector("#away", state="hidden")


def test_leaving_takes_one_tap_and_tells_nobody(room: Room) -> None:
    _console, phone = _in_writing(room)
    sent: list[str] = []
    phone.on("request", lambda r: sent.append(r.method) if r.method != "GET" else None)
    phone.click("[data-act=leave]")
    shows(phone, "left")
    assert "Nobody is told." in phone.inner_text("main")
    assert sent == []
    assert barriers(phone) == []


def test_everything_can_be_done_with_the_keyboard_alone(room: Room) -> None:
    console, phone = _in_writing(room)
    assert "Two lines are enough" in phone.evaluate("document.activeElement.textContent")
    phone.keyboard.press("Tab")
    phone.keyboard.type("Written without a finger on the screen")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    shows(phone, "rest-quiet")
    assert phone.evaluate("document.activeElement.textContent") == "Rest your eyes."
    console.wait_for_selector("text=one text")


def test_on_the_smallest_phone_the_button_follows_the_text_that_explains_it(room: Room) -> None:
    _console, phone = _in_writing(room)
    phone.set_viewport_size({"width": 320, "height": 640})
    audience = phone.locator("#audience-quiet").bounding_box()
    button = phone.locator("[data-act=ready]").bounding_box()
    assert 0 <= button["y"] - (audience["y"] + audience["height"]) < 40
    assert phone.evaluate("document.documentElement.scrollWidth") <= 320


def test_stage_and_phone_pages_name_no_facilitator_clock_or_other_person(room: Room) -> None:
    room.console()
    stage = room.stage()
    assert "Maren" not in stage.content()
    assert stage.locator("[role=timer]").count() == 0
    assert room.phone().locator("[role=timer]").count() == 0
