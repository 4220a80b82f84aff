"""Coming in and going out."""

import re
from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from phronesis.office.people import operations, tasks
from phronesis.office.people.models import OneTimeLink
from phronesis.site import clock
from tests.factories import PASSWORD, a_person

pytestmark = pytest.mark.django_db
WRONG = {"name": "maren@example.org", "password": "not the right sentence"}


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def without_token(page: bytes) -> bytes:
    """The form token differs on every page; everything else must not."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", page)


def test_a_password_lets_its_owner_in(client: Client) -> None:
    a_person(email="maren@example.org", password=PASSWORD)

    answer = client.post("/sign-in", {"name": "Maren@example.org", "password": PASSWORD})

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert "_auth_user_id" in client.session


def test_known_and_unknown_addresses_read_the_same(client: Client) -> None:
    a_person(email="maren@example.org", password=PASSWORD)
    known = client.post("/sign-in", WRONG)
    unknown = client.post("/sign-in", {**WRONG, "name": "lorna@example.org"})

    assert known.status_code == unknown.status_code == 422
    assert without_token(known.content) == without_token(unknown.content).replace(
        b"lorna@", b"maren@"
    )


def test_asking_for_a_link_reads_the_same_and_costs_the_same(
    client: Client, django_assert_num_queries: object
) -> None:
    a_person(email="maren@example.org")
    pages = []
    for address in ("maren@example.org", "lorna@example.org"):
        with django_assert_num_queries(3):  # type: ignore[operator]
            pages.append(client.post("/sign-in", {"name": address, "link": "1"}).content)

    assert pages[0] == pages[1]


def test_one_password_is_hashed_whatever_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    a_person(email="maren@example.org", password=PASSWORD)
    hashed: list[str] = []
    from django.contrib.auth.hashers import Argon2PasswordHasher

    for name in ("encode", "verify"):
        real = getattr(Argon2PasswordHasher, name)

        def counted(self: object, *a: object, _r: object = real, _n: str = name) -> object:
            hashed.append(_n)
            return _r(self, *a)  # type: ignore[operator]

        monkeypatch.setattr(Argon2PasswordHasher, name, counted)
    operations.person_with_password("maren@example.org", "not the sentence")
    known = len(hashed)
    operations.person_with_password("lorna@example.org", "not the sentence")

    assert (known, len(hashed) - known) == (1, 1)


def test_a_link_survives_every_scanner_and_is_used_up_by_a_tap(client: Client) -> None:
    token = operations.make_link(a_person(), at=clock.now())
    for _times in range(10):
        assert client.head(f"/sign-in/link/{token}").status_code == 200
        assert client.get(f"/sign-in/link/{token}").status_code == 200
    assert "_auth_user_id" not in client.session

    assert client.post(f"/sign-in/link/{token}").status_code == 302
    assert "_auth_user_id" in client.session
    assert Client().post(f"/sign-in/link/{token}").status_code == 410
    assert Client().get(f"/sign-in/link/{token}").status_code == 410


def test_a_used_link_and_one_never_made_look_alike(client: Client) -> None:
    token = operations.make_link(a_person(), at=clock.now())
    OneTimeLink.objects.update(used=True)

    assert client.get(f"/sign-in/link/{token}").content == client.get("/sign-in/link/no").content


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/sign-in/link/x"])
def test_a_post_without_its_form_token_is_refused(path: str) -> None:
    assert Client(enforce_csrf_checks=True).post(path, WRONG).status_code == 403


def test_signing_in_is_limited_for_an_account_and_not_for_a_ward(client: Client) -> None:
    person = a_person(email="maren@example.org", password=PASSWORD)
    for _times in range(30):
        client.post("/sign-in", {"name": "maren@example.org", "link": "1"})

    assert client.post("/sign-in", WRONG).status_code == 429
    assert client.post("/sign-in", {**WRONG, "name": "lorna@example.org"}).status_code == 422
    assert person.check_password(PASSWORD)


def test_signing_out_clears_the_session_and_the_device_only_when_asked(client: Client) -> None:
    client.force_login(a_person())
    assert client.get("/sign-out").status_code == 200
    assert "_auth_user_id" in client.session

    kept = client.post("/sign-out")
    assert kept["Clear-Site-Data"] == '"cache", "cookies"'
    assert "_auth_user_id" not in client.session
    assert '"storage"' in client.post("/sign-out", {"device": "1"})["Clear-Site-Data"]


def test_a_session_leaves_no_row_and_its_cookie_no_script_can_read(client: Client) -> None:
    a_person(email="maren@example.org", password=PASSWORD)
    client.post("/sign-in", {"name": "maren@example.org", "password": PASSWORD})

    assert client.cookies["phronesis"]["httponly"]
    assert tasks.due(clock.now()) == 0


def test_nobody_is_sent_to_another_house_after_signing_in(client: Client) -> None:
    a_person(email="maren@example.org", password=PASSWORD)
    answer = client.post(
        "/sign-in",
        {"name": "maren@example.org", "password": PASSWORD, "next": "https://elsewhere.example/"},
    )

    assert answer["Location"] == "/"
