"""Moment 4 on real phones: slips in the room, two taps, three for a no, no cookie on the way."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.let_go_server import House, running

pytestmark = pytest.mark.browser

JOIN = """async (code) => (await fetch(`/rooms/${code}/join`, {
  method: "POST", headers: {"Content-Type": "application/json"}, body: "{}"})).status"""
COLLECT = """async (given) => {
  const {collectSlips} = await import("/static/ballot/collect.js");
  return collectSlips(given);
}"""
KEEP_KEYS = """async (given) => {
  const {keepKeys} = await import("/static/ballot/collect.js");
  return keepKeys(given);
}"""
CODE = """async (gathering) => {
  const {freshCode} = await import("/static/ballot/keeping.js");
  const {toHex} = await import("/static/design/bytes.js");
  return toHex((await freshCode(gathering)).hash);
}"""
WRITE = """async ([room, code_hash]) => (await fetch(`/rooms/${room}/events`, {
  method: "POST", headers: {"Content-Type": "application/json"},
  body: JSON.stringify({id: crypto.randomUUID(), kind: "text", phase: "%s",
                        text: "It was for his brother.", code_hash})})).status"""
LET_GO = ("/let-go", "/static/letting_go/")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with running(tmp_path_factory.mktemp("house")) as here:
        yield here


class Round:
    """One gathering of the house, and the phones in it."""

    def __init__(self, house: House, chromium: Any) -> None:
        self.house, self.chromium = house, chromium
        self.facts = house.ask("round")
        self.gathering = self.facts["gathering"]
        self.contexts: list[Any] = []

    def phone(self, member: int | None = None, **context: Any) -> Any:
        """A fresh phone in the room, signed in as one of the members or as nobody."""
        shape = {"viewport": {"width": 390, "height": 844}, "locale": "en-GB"} | context
        opened = self.chromium.new_context(base_url=self.house.address, **shape)
        self.contexts.append(opened)
        page = opened.new_page()
        troubles: list[str] = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.troubles = troubles
        page.goto("/care")
        assert page.evaluate(JOIN, self.facts["code"]) == 200
        if member is not None:
            self.sign_in(page, self.facts["members"][member])
        return page

    def sign_in(self, page: Any, person: str) -> None:
        answer = page.request.post(f"/test/sign-in/{person}", data="{}")
        assert answer.ok

    def collect(self, page: Any, **changes: Any) -> Any:
        given = {"gathering": self.gathering, "word": self.facts["word"], **changes}
        return page.evaluate(COLLECT, given)

    def holders(self, number: int) -> list[Any]:
        phones = [self.phone(n) for n in range(number)]
        for page in phones:
            given = self.collect(page)
            assert given["status"] == "collected", given
        return phones

    def close(self, *texts: str) -> Any:
        body = {"holder": self.facts["holder"], "texts": texts}
        return self.house.ask(f"close/{self.gathering}", body)

    def open(self, **body: Any) -> Any:
        return self.house.ask(f"open/{self.gathering}", body)

    def end(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.fixture
def a_round(house: House, chromium: Any) -> Iterator[Round]:
    made = Round(house, chromium)
    yield made
    made.end()


def taps(page: Any, *labels: str) -> None:
    for label in labels:
        page.get_by_text(label, exact=True).locator("visible=true").click()


def said(page: Any, words: str) -> None:
    """These words stand on the open screen, in a moment at the latest."""
    screen = page.locator("[data-screen]:not([hidden])")
    screen.get_by_text(words).locator("visible=true").first.wait_for()


def heading(page: Any) -> str:
    page.wait_for_selector("[data-screen]:not([hidden]) h1")
    return str(page.locator("h1:visible").inner_text())


def test_two_taps_let_it_go_and_three_say_no(a_round: Round) -> None:
    phones = a_round.holders(6)
    assert a_round.house.ask(f"facts/{a_round.gathering}")["shown"] == 6
    a_round.close("plan")
    for page in phones[:5]:
        page.goto("/let-go")
        assert heading(page) == "May this leave the room?"
        taps(page, "Yes, it may go", "Seal my answer")
        said(page, "Sealed.")
    phones[5].goto("/let-go")
    taps(phones[5], "No, keep it here", "I do not agree", "Seal my answer")
    said(phones[5], "Sealed.")

    assert list(a_round.open()["outcomes"].values()) == ["went"]
    for page in phones:
        page.reload()
        said(page, "It went.")
        assert not page.get_by_text("was not counted").is_visible()
        assert page.troubles == []


def test_one_who_says_it_could_point_to_someone_keeps_it_here(a_round: Round) -> None:
    phones = a_round.holders(5)
    a_round.close("whom")
    for page in phones[:4]:
        page.goto("/let-go")
        taps(page, "Yes, it may go", "Seal my answer")
        said(page, "Sealed.")
    phones[4].goto("/let-go")
    taps(phones[4], "No, keep it here", "It could point to someone", "Seal my answer")
    said(phones[4], "Sealed.")

    opened = a_round.open()

    assert list(opened["outcomes"].values()) == ["stays"]
    assert opened["kept"] == ["stays"]
    phones[0].reload()
    said(phones[0], "It stays here. That is a good answer too.")


def test_from_the_page_to_the_seal_no_request_carries_a_cookie(a_round: Round) -> None:
    [page, *_others] = a_round.holders(4)
    a_round.close("whom")
    wait_for_worker(page)
    a_round.house.received()
    page.goto(f"/let-go#{a_round.gathering}")
    assert heading(page) == "May this leave the room?"
    taps(page, "Yes, it may go", "Seal my answer")
    said(page, "Sealed.")

    arrived = a_round.house.received()

    assert any(one["path"].endswith("/ballots") for one in arrived)
    assert any(one["path"] == "/let-go" for one in arrived)
    assert [one for one in arrived if one["cookie"]] == []
    assert all(a_round.gathering not in one["query"] for one in arrived)
    cookies = {cookie["name"] for cookie in page.context.cookies()}
    assert "phronesis" in cookies, "the phone is signed in, so there was a cookie to leave out"


def wait_for_worker(page: Any) -> None:
    page.wait_for_function(
        """async () => {
          const all = await navigator.serviceWorker.getRegistrations();
          const ours = all.find((one) => one.scope.endsWith("/let-go"));
          return ours?.active?.state === "activated";
        }"""
    )


def test_the_page_is_the_same_bytes_for_a_member_and_for_a_stranger(a_round: Round) -> None:
    member = a_round.phone(0)
    stranger = a_round.chromium.new_context(base_url=a_round.house.address, locale="en-GB")
    a_round.contexts.append(stranger)

    bodies = {client.get("/let-go").body() for client in (member.request, stranger.request)}

    assert len(bodies) == 1


def test_up_to_three_texts_are_answered_one_after_another_and_sealed_at_once(
    a_round: Round,
) -> None:
    phones = a_round.holders(4)
    a_round.close("whom", "plan", "light")
    for page in phones:
        page.goto("/let-go")
        assert page.get_by_text("Text 1 of 3").is_visible() or heading(page)
        taps(page, "Yes, it may go", "Next", "Not in these words", "Next")
        taps(page, "No, keep it here", "I do not agree", "Seal my answers")
        said(page, "Sealed.")
    assert a_round.house.ask(f"facts/{a_round.gathering}")["inbox"] >= 4

    assert sorted(a_round.open()["outcomes"].values()) == ["back", "stays", "went"]


def test_what_went_can_be_asked_back_from_this_phone(a_round: Round) -> None:
    phones = a_round.holders(4)
    a_round.close("whom")
    for page in phones:
        page.goto("/let-go")
        taps(page, "Yes, it may go", "Seal my answer")
        said(page, "Sealed.")
    a_round.open()
    page = phones[1]
    page.reload()
    page.locator("summary", has_text="Ask it back").click()
    said(page, "What has been read cannot be unread.")
    page.get_by_role("button", name="Ask it back").click()

    said(page, "You asked it back.")
    page.reload()
    assert heading(page) == "Nothing waits for your word."
    said(page, "You asked it back.")


def test_a_lost_key_is_said_and_the_same_words_are_asked_once_more(a_round: Round) -> None:
    phones = a_round.holders(4)
    a_round.close("whom")
    for page in phones:
        page.goto("/let-go")
        taps(page, "Yes, it may go", "Seal my answer")
        said(page, "Sealed.")
    assert a_round.open(lose_key=True)["state"] == "void"
    phones[0].reload()
    said(phones[0], "Nothing was opened. Please answer once more.")
    a_round.house.ask(f"next/{a_round.gathering}")
    for page in phones:
        page.reload()
        assert heading(page) == "May this leave the room?"
        assert page.get_by_text("Nothing was opened. Please answer once more.").is_visible()
        taps(page, "Yes, it may go", "Seal my answer")
        said(page, "Sealed.")

    assert list(a_round.open()["outcomes"].values()) == ["went"]


def test_an_answer_that_is_missing_among_the_receipts_is_told(a_round: Round) -> None:
    [page, *others] = a_round.holders(4)
    a_round.close("whom")
    page.goto("/let-go")
    page.route("**/ballots", lambda route: route.fulfill(status=202, body='{"taken": true}'))
    taps(page, "Yes, it may go", "Seal my answer")
    said(page, "Sealed.")
    for other in others:
        other.goto("/let-go")
        taps(other, "Yes, it may go", "Seal my answer")
        said(other, "Sealed.")
    a_round.open()

    page.reload()
    said(page, "Your answer was not counted.")
    others[0].reload()
    assert heading(others[0]) == "It has been opened."
    assert not others[0].get_by_text("was not counted").is_visible()


def test_answering_is_done_once_and_what_it_weighs_stays_on_the_phone(a_round: Round) -> None:
    [page, *_others] = a_round.holders(4)
    a_round.close("whom")
    page.goto("/let-go")
    taps(page, "Yes, it may go", "Seal my answer")
    said(page, "Sealed.")
    a_round.house.received()
    page.get_by_role("button", name="the same").click()
    assert page.get_by_role("button", name="the same").get_attribute("aria-pressed") == "true"
    assert a_round.house.received() == []
    page.reload()

    assert heading(page) == "You have answered."
    assert page.get_by_role("button", name="the same").get_attribute("aria-pressed") == "true"
    a_round.open()


def test_who_wrote_something_but_holds_no_slip_may_keep_it_here(a_round: Round) -> None:
    phones = a_round.holders(4)
    writer = a_round.phone()
    assert writer.evaluate(KEEP_KEYS, {"gathering": a_round.gathering})["status"] == "kept"
    write_something(a_round, writer)
    a_round.close("whom")
    for page in phones:
        page.goto("/let-go")
        taps(page, "Yes, it may go", "Seal my answer")
        said(page, "Sealed.")
    writer.goto("/let-go")
    assert heading(writer) == "This is being asked."
    said(writer, "This phone holds no slip.")
    writer.locator("#veto button").click()
    said(writer, "Sealed.")

    assert list(a_round.open()["outcomes"].values()) == ["stays"]


def write_something(a_round: Round, page: Any) -> None:
    """The room moves to its writing; this phone writes, and keeps the code."""
    phase = a_round.house.ask(f"writing/{a_round.gathering}")["phase"]
    code_hash = page.evaluate(CODE, a_round.gathering)
    assert page.evaluate(WRITE % phase, [a_round.gathering, code_hash]) == 201


def test_two_people_on_one_tablet_each_have_a_slip_of_their_own(a_round: Round) -> None:
    tablet = a_round.phone(0)
    assert a_round.collect(tablet)["beside"] is False
    a_round.sign_in(tablet, a_round.facts["members"][1])
    second = a_round.collect(tablet)
    assert (second["given"], second["beside"]) == (True, True)
    assert a_round.collect(tablet)["given"] is True, "asking again is the same slip"
    assert a_round.house.ask(f"facts/{a_round.gathering}")["slips"] == 2
    others = [a_round.phone(n) for n in (2, 3)]
    assert all(a_round.collect(page)["given"] for page in others)
    a_round.close("whom")
    tablet.goto("/let-go")
    taps(tablet, "Yes, it may go", "Seal my answer", "Answer with the other slip on this phone")
    taps(tablet, "Yes, it may go", "Seal my answer")
    said(tablet, "Sealed.")
    for page in others:
        page.goto("/let-go")
        taps(page, "Yes, it may go", "Seal my answer")
        said(page, "Sealed.")

    assert list(a_round.open()["outcomes"].values()) == ["went"], "four answers, quorum four"


def test_slips_are_refused_without_a_word_a_membership_or_to_the_facilitator(
    a_round: Round,
) -> None:
    member = a_round.phone(0)
    wrong = f"{(int(a_round.facts['word']) + 1) % 10_000:04d}"
    assert a_round.collect(member, word=wrong)["status"] == "word"
    assert a_round.collect(a_round.phone())["status"] == "sign-in"
    holder = a_round.phone()
    a_round.sign_in(holder, a_round.facts["holder"])
    assert a_round.collect(holder)["status"] == "refused"
    stranger = a_round.phone()
    a_round.sign_in(stranger, a_round.house.ask("round")["members"][0])
    assert a_round.collect(stranger)["status"] == "refused"
    for _ in range(8):
        last = a_round.collect(member, word=wrong)
    assert last["status"] == "tries"
    assert a_round.house.ask(f"facts/{a_round.gathering}")["slips"] == 0


def test_the_keys_are_given_in_the_room_and_not_after_it_has_closed(a_round: Round) -> None:
    page = a_round.phone(0)
    address = f"/ballot/gatherings/{a_round.gathering}/keys"
    assert page.request.get(address).status == 200
    stranger = a_round.chromium.new_context(base_url=a_round.house.address)
    a_round.contexts.append(stranger)
    assert stranger.request.get(address).status == 404

    a_round.close()

    assert page.request.get(address).status == 410


def test_nothing_waits_and_no_slip_are_said_calmly(a_round: Round) -> None:
    page = a_round.phone()
    page.goto("/let-go")
    assert heading(page) == "Nothing waits for your word."
    page.goto(f"/let-go#{a_round.gathering}")
    page.get_by_role("heading", name="This phone holds no slip.").wait_for()


def test_the_first_page_says_that_something_waits_only_where_it_does(a_round: Round) -> None:
    [page, *_others] = a_round.holders(4)
    with page.expect_response("**/sheet") as asked:
        page.goto("/")
    assert asked.value.status == 404
    assert not page.get_by_text("Something waits for your word.").is_visible()
    a_round.close("whom")
    page.goto("/")
    page.get_by_text("Something waits for your word.").wait_for()
    page.get_by_text("Something waits for your word.").click()
    assert heading(page) == "May this leave the room?"
