"""The wire, over a real server."""

import json
import time
from uuid import uuid4

import pytest

from .a_room import QUIET, ROUND
from .client import Client, Server
from .conftest import as_console

pytestmark = pytest.mark.sqlite_only  # the server has an installation of its own


def a_text(words: str = "It stayed with me.") -> dict[str, str]:
    return {"phase": "quiet", "text": words, "code_hash": "c" * 64}


def writing(server: Server, code: str) -> tuple[Client, Client]:
    phone = Client(server.port)
    phone.join(code)
    console = as_console(server, code)
    assert console.act("step", to=QUIET).status == 201
    return phone, console


def test_one_tap_and_one_is_in(phone: Client):
    answer = phone.join("INONEA")
    assert answer.status == 200
    assert answer.data["page"] == f"/room/{answer.data['room']}"
    assert answer.data["gathering"] == answer.data["room"]
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("phr_room_" + answer.data["room"].replace("-", "")[:8] + "=")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


def test_coming_in_again_is_the_same_answer_and_no_second_seat(phone: Client):
    first = phone.join("INAGAI")
    again = phone.join("INAGAI")
    assert again.body == first.body
    assert "set-cookie" not in again.headers


def test_a_form_without_any_script_comes_in_too(phone: Client):
    answer = phone.ask(
        "POST", "/rooms/FORMED/join", b"", Content_Type="application/x-www-form-urlencoded"
    )
    assert answer.status == 303
    assert answer.headers["location"].startswith("/room/")
    assert "set-cookie" in answer.headers


def test_a_form_that_cannot_come_in_returns_to_the_door(phone: Client):
    answer = phone.ask(
        "POST", "/rooms/ENDEDX/join", b"", Content_Type="application/x-www-form-urlencoded"
    )
    assert (answer.status, answer.headers["location"]) == (303, "/in/ENDEDX?problem=ended")


def test_small_letters_are_the_same_code(phone: Client):
    assert phone.join("ingreat").status == 404
    assert phone.join("ingrea").status == 200


@pytest.mark.parametrize(
    ("code", "status", "reason"),
    [
        ("WRONGX", 404, "unknown"),
        ("ABC", 404, "unknown"),
        ("ENDEDX", 410, "ended"),
        ("EARLYX", 409, "early"),
    ],
)
def test_a_door_that_does_not_open_says_why(phone: Client, code, status, reason):
    answer = phone.join(code)
    assert (answer.status, answer.data["reason"]) == (status, reason)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.data["detail"]


def test_an_expired_code_says_when_the_next_one_is(phone: Client):
    answer = phone.ask("POST", "/rooms/ENDEDX/join", {})
    assert answer.data["detail"] == (
        "This gathering ended on Thursday 12 March. The next is on Friday 12 June."
    )
    assert answer.data["next_on"] == "2026-06-12"


def test_a_full_room_says_so_and_holds_no_more(server: Server):
    assert [Client(server.port).join("SMALLA").status for _ in range(3)] == [200, 200, 409]


def test_wrong_codes_never_lock_out_who_has_the_right_one(server: Server):
    guesses = [Client(server.port).join("WRONGY").status for _ in range(200)]
    assert set(guesses) == {404, 429}
    assert Client(server.port).join("RIGHTX").status == 200


def test_a_room_that_is_not_yours_looks_like_no_room(server: Server):
    inside = Client(server.port)
    inside.join("NOTYOU")
    outside = Client(server.port, room=inside.room)
    nowhere = Client(server.port, room=str(uuid4()))
    assert inside.ask("GET", f"/rooms/{inside.room}").status == 200
    for path in ("", "/events"):
        closed = outside.ask("GET", f"/rooms/{inside.room}{path}")
        missing = nowhere.ask("GET", f"/rooms/{nowhere.room}{path}")
        assert (closed.status, closed.body) == (missing.status, missing.body)
        assert closed.status == 404


def test_a_cookie_of_another_room_or_a_changed_one_opens_nothing(server: Server):
    one, other = Client(server.port), Client(server.port)
    one.join("CHANGE")
    other.join("CHANGF")
    name, value = next(iter(one.cookies.items()))
    for jar in (other.cookies, {name: "A" + value[1:]}, {name: value[:-2]}, {name: "é"}):
        thief = Client(server.port, dict(jar), one.room)
        if jar == {name: "é"}:
            continue
        assert thief.ask("GET", f"/rooms/{one.room}").status == 404


def test_a_phone_does_not_hold_the_room(server: Server):
    phone, _console = writing(server, "HOLDER")
    answer = phone.act("close")
    assert answer.status == 403
    assert answer.data["detail"] == "This is done by whoever holds the room."


def test_a_step_reaches_phone_and_stage(server: Server):
    phone, console = writing(server, "STEPPA")
    listening = phone.listen()
    assert listening.until("phase")["index"] == 0
    console.act("step", to=ROUND)
    stage = console.frames("stage")
    assert stage[-1] == {
        "seq": stage[-1]["seq"],
        "kind": "phase",
        "index": ROUND,
        "id": "round",
        "activity": "round",
    }
    for _ in range(50):
        if listening.frames[-1].get("index") == ROUND:
            break
        listening.for_seconds(0.1)
    assert listening.frames[-1]["index"] == ROUND
    listening.close()


def test_the_same_id_gets_the_same_answer_and_another_body_is_refused(server: Server):
    phone, _console = writing(server, "REPEAT")
    act_id = uuid4()
    first = phone.act("text", act_id, **a_text())
    again = phone.act("text", act_id, **a_text())
    other = phone.act("text", act_id, **a_text("Something else."))
    assert (first.status, again.status, other.status) == (201, 200, 422)
    assert first.data == again.data == {"seq": 0}


def test_the_wrong_moment_is_409_and_says_what_is_safe(server: Server):
    phone = Client(server.port)
    phone.join("MOMENT")
    answer = phone.act("text", **a_text())
    assert answer.status == 409
    assert "still yours" in answer.data["detail"]


def test_two_thousand_characters_are_taken_and_one_more_is_not(server: Server):
    phone, _console = writing(server, "LENGTH")
    assert phone.act("text", **a_text("x" * 2000)).status == 201
    assert phone.act("text", **a_text("x" * 2001)).status == 413


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b"nonsense",
        b'{"kind":"text"}',
        b'{"kind":["text"]}',
        b'{"id":"x","kind":"hand"}',
        b"[" * 60000,
        b'{"id":"00000000-0000-4000-8000-000000000001","kind":"text","phase":{},"text":1}',
        b'{"id":"00000000-0000-4000-8000-000000000001","kind":"text","phase":"quiet",'
        b'"text":"\\ud800","code_hash":"' + b"a" * 64 + b'"}',
    ],
)
def test_what_cannot_be_read_is_refused_kindly(server: Server, body):
    phone, _console = writing(server, "UNREAD")
    answer = phone.ask("POST", f"/rooms/{phone.room}/events", body)
    assert answer.status == 400
    assert answer.data["detail"]


def test_a_body_that_is_too_large_is_not_read_to_the_end(server: Server):
    phone, _console = writing(server, "LARGEX")
    assert phone.ask("POST", f"/rooms/{phone.room}/events", b"x" * 70_000).status == 413


def test_another_site_cannot_act_for_a_phone(server: Server):
    phone, _console = writing(server, "ELSEWH")
    path = f"/rooms/{phone.room}/events"
    body = {"id": str(uuid4()), "kind": "ready", "phase": "quiet"}
    assert phone.ask("POST", path, body, Sec_Fetch_Site="cross-site").status == 403
    assert phone.ask("POST", path, body, Origin="https://elsewhere.example").status == 403
    assert phone.ask("POST", path, body, Sec_Fetch_Site="same-origin").status == 201


def test_an_ended_room_is_410(server: Server):
    phone, console = writing(server, "ENDING")
    assert console.act("close").status == 201
    assert phone.act("ready", phase="quiet").status == 410
    assert phone.frames()[-1]["kind"] == "closed"
    assert Client(server.port).join("ENDING").status == 410


def test_who_comes_back_names_the_last_frame_and_misses_nothing(server: Server):
    phone, console = writing(server, "COMING")
    whole = phone.listen()
    whole.until("phase")
    for to in (3, 4, 5):
        console.act("step", to=to)
    whole.for_seconds(0.5)
    seen = whole.frames
    late = phone.listen(after=seen[1]["seq"])
    late.for_seconds(0.5)
    assert late.frames == seen[2:]
    assert [frame["seq"] for frame in seen] == list(range(1, len(seen) + 1))
    assert seen[-1]["index"] == 5
    whole.close()
    late.close()


def test_asking_gives_the_same_frames_as_listening(server: Server):
    phone, console = writing(server, "ASKING")
    console.act("pause", on=True)
    listening = phone.listen()
    listening.until("pause")
    assert phone.frames() == listening.frames
    assert phone.frames(after=1) == listening.frames[1:]
    listening.close()


def test_the_state_is_the_frames_folded(server: Server):
    phone, _console = writing(server, "FOLDED")
    answer = phone.ask("GET", f"/rooms/{phone.room}").data
    assert answer["view"] == "phone"
    assert answer["seq"] == phone.frames()[-1]["seq"]
    assert answer["state"]["phase"]["id"] == "quiet"


def test_while_others_write_a_phone_is_sent_nothing_at_all(server: Server):
    phone, _console = writing(server, "NOTHIN")
    listening = phone.listen()
    listening.for_seconds(1)
    before = listening.raw
    other = Client(server.port)
    other.join("NOTHIN")
    for _ in range(3):
        other.act("text", **a_text())
        other.act("ready", phase="quiet")
    assert listening.for_seconds(1.5) == before
    listening.close()


def test_a_heartbeat_comes_within_six_seconds(server: Server):
    phone, _console = writing(server, "HEARTB")
    listening = phone.listen()
    began = time.monotonic()
    while b": still here" not in listening.raw and time.monotonic() < began + 6.5:
        listening.for_seconds(0.2)
    assert b": still here" in listening.raw
    listening.close()


def test_frames_that_come_together_go_out_together(server: Server):
    phone, console = writing(server, "TOGETH")
    listening = phone.listen()
    listening.until("phase")
    for n in range(30):
        console.act("pause", on=bool(n % 2))
    raw = listening.for_seconds(1)
    chunks = raw.count(b"\r\nid: ")
    assert len([frame for frame in listening.frames if frame["kind"] == "pause"]) == 30
    assert chunks < 30
    listening.close()


def test_the_readers_language_is_asked(server: Server):
    answer = Client(server.port).ask(
        "POST", "/rooms/WRONGX/join", {}, Accept_Language="nb,en;q=0.5"
    )
    assert answer.headers["content-language"] == "nb"


def test_an_unknown_path_is_left_to_django(server: Server):
    assert Client(server.port).ask("GET", "/rooms/").status == 404
    assert Client(server.port).ask("DELETE", "/rooms/BRIDGE/join").status == 405


def test_json_is_not_cached_or_guessed(phone: Client):
    headers = phone.join("HEADER").headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert json.dumps(headers).isascii()
