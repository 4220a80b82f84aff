"""The pages of the calendar: for members; for everybody else there is no such page."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from icalendar import Calendar

from phronesis.admission.roles import Role
from phronesis.office.calendar.models import Gathering, Rsvp, Series
from phronesis.office.communities.models import Community, Membership
from phronesis.site import clock
from tests.factories import a_community, a_facilitator, a_member
from tests.office.calendar.factories import BEFORE, a_gathering

pytestmark = pytest.mark.django_db
TYPED = {
    "format": "moral-resilience-rounds",
    "title": "Thursday Round",
    "rhythm": "2",
    "first_on": "2026-03-12",
    "time": "14:15",
    "other_time": "07:40",
    "minutes": "60",
    "place": "library",
    "meeting_link": "",
    "capacity": "",
}


@pytest.fixture(autouse=True)
def at_eleven(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three hours before the first gathering; every request reads the one clock."""
    monkeypatch.setattr(clock, "now", lambda: BEFORE)


def _signed_in(member: Membership) -> Client:
    client = Client()
    client.force_login(member.person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_gathering_that_is_not_yours_looks_like_no_gathering() -> None:
    gathering = a_gathering()
    stranger = _signed_in(a_member())
    yours = _signed_in(a_facilitator(gathering.community))
    assert yours.get(f"/gatherings/{gathering.pk}").status_code == 200
    not_yours = stranger.get(f"/gatherings/{gathering.pk}")
    not_there = stranger.get(f"/gatherings/{uuid4()}")
    assert not_yours.status_code == not_there.status_code == 404
    assert _without_path(not_yours.content) == _without_path(not_there.content)


def _without_path(page: bytes) -> bytes:
    return b"\n".join(line for line in page.splitlines() if b"?next=" not in line)


def test_a_member_reads_when_where_and_who_holds_it_and_not_the_code() -> None:
    gathering = a_gathering()
    page = _signed_in(a_member(gathering.community)).get(f"/gatherings/{gathering.pk}")
    words = page.content.decode()
    assert "Thursday 12 March, 14:15" in words
    assert "library" in words
    assert "Maren Solheim" in words
    assert gathering.code not in words
    assert "Open the room" not in words


def test_who_holds_it_sees_the_code_and_opens_the_room() -> None:
    holder = a_facilitator()
    gathering = a_gathering(holder)
    words = _signed_in(holder).get(f"/gatherings/{gathering.pk}").content.decode()
    assert gathering.code in words
    assert "Open the room" in words


def test_an_answer_is_kept_and_can_be_changed() -> None:
    gathering = a_gathering()
    member = a_member(gathering.community)
    client = _signed_in(member)
    for says in ("yes", "no"):
        response = client.post(f"/gatherings/{gathering.pk}/answer", {"answer": says})
        assert response.status_code == 302
        assert Rsvp.objects.get(person=member.person).answer == says
    assert client.post(f"/gatherings/{gathering.pk}/answer", {"answer": "x"}).status_code == 400


def test_a_full_gathering_says_so_kindly() -> None:
    circle = a_community()
    holder, member = a_facilitator(circle), a_member(circle)
    gathering = a_gathering(holder, capacity=1)
    where = f"/gatherings/{gathering.pk}/answer"
    _signed_in(holder).post(where, {"answer": "yes"})
    refused = _signed_in(member).post(where, {"answer": "yes"})
    assert refused.status_code == 409
    assert "Every place is taken. Nothing was changed." in refused.content.decode()
    assert not Rsvp.objects.filter(person=member.person).exists()


def test_a_series_is_previewed_and_then_stands() -> None:
    circle = a_community("Nights")
    Community.objects.update(zone="Europe/Oslo")  # not the zone of the installation
    holder = a_facilitator(circle)
    where = f"/circles/{holder.community_id}/series"
    typed = {**TYPED, "holders": [str(holder.person_id)]}
    client = _signed_in(holder)
    assert client.get(where).status_code == 200
    preview = client.post(where, {**typed, "look": "1"}).content.decode()
    assert "Thursday 12 March, 14:15" in preview
    assert "Thursday 26 March, 07:40" in preview
    assert "Thursday 9 April, 14:15" in preview  # the clocks have changed, the wall time has not
    assert Series.objects.count() == 0
    assert client.post(where, {**typed, "save": "1"}).status_code == 302
    assert Gathering.objects.count() == 4
    assert list(Gathering.objects.earliest("starts_at").facilitators.all()) == [holder.person]


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("title", "", "Give it the name people will see."),
        ("first_on", "2026-03-11", "That day has passed."),
        ("time", "quarter past two", "Write the time as 14:15."),
        ("minutes", "an hour", "as a number"),
        ("meeting_link", "http://example.org", "begins with https://"),
        ("place", "", "Say where it is"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    field: str, value: str, told: str
) -> None:
    holder = a_facilitator()
    typed: dict[str, Any] = {**TYPED, "holders": [str(holder.person_id)], field: value}
    where = f"/circles/{holder.community_id}/series"
    page = _signed_in(holder).post(where, {**typed, "save": "1"})
    words = page.content.decode()
    assert page.status_code == 422
    assert told in words
    assert "Nothing you wrote is lost." in words
    assert 'value="60"' in words or field == "minutes"
    assert Series.objects.count() == 0


def test_a_member_is_told_who_sets_the_times() -> None:
    member = a_member()
    page = _signed_in(member).get(f"/circles/{member.community_id}/series")
    assert page.status_code == 403
    assert "Those who hold or host this circle set its times." in page.content.decode()


def test_a_gathering_is_moved_given_a_word_as_code_and_called_off() -> None:
    holder = a_facilitator()
    gathering = a_gathering(holder)
    client, where = _signed_in(holder), f"/gatherings/{gathering.pk}"
    assert client.get(f"{where}/change").status_code == 200
    typed = {"day": "2026-03-13", "time": "07:40", "code": "BRIDGE"}
    assert client.post(f"{where}/change", typed).status_code == 302
    gathering.refresh_from_db()
    assert gathering.starts_at.isoformat() == "2026-03-13T07:40:00+00:00"
    assert gathering.code == "BRIDGE"
    early = client.post(f"{where}/change", {**typed, "day": "2026-03-01"})
    assert early.status_code == 409
    assert "That hour has passed." in early.content.decode()
    assert client.post(f"{where}/call-off").status_code == 302
    assert "Called off" in client.get(where).content.decode()


def test_a_personal_address_shows_when_and_nothing_else() -> None:
    gathering = a_gathering(title="For whom is this hour")
    member = a_member(gathering.community)
    page = _signed_in(member).post("/calendar/address").content.decode()
    address = page.split("<code>")[1].split("</code>")[0]
    feed = Client().get(address.removeprefix("http://testserver"))
    assert feed["Content-Type"] == "text/calendar; charset=utf-8"
    assert len(Calendar.from_ical(feed.content).events) == 8
    secret = ["For whom", "Nights", "library", "Maren", str(gathering.pk), gathering.code]
    assert [word for word in secret if word in feed.content.decode()] == []


def test_a_new_address_ends_the_old_one() -> None:
    client = _signed_in(a_facilitator())
    pages = [client.post("/calendar/address").content.decode() for _turn in range(2)]
    old, new = [page.split("<code>http://testserver")[1].split("</code>")[0] for page in pages]
    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200


def test_pages_of_the_calendar_ask_who_is_there() -> None:
    gathering = a_gathering()
    for where in (f"/gatherings/{gathering.pk}", "/calendar", "/concerns"):
        assert Client().get(where).status_code == 302


def test_every_page_of_a_circle_can_be_opened_by_its_host() -> None:
    circle = a_community()
    host = a_member(circle, roles=(Role.STEWARD,))
    gathering = a_gathering(a_facilitator(circle))
    client = _signed_in(host)
    for where in (
        "/calendar",
        f"/circles/{circle.pk}/calendar",
        f"/circles/{circle.pk}/series",
        f"/circles/{circle.pk}/concerns",
        f"/gatherings/{gathering.pk}/time.ics",
        "/concerns",
    ):
        assert client.get(where).status_code == 200, where
