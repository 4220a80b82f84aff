"""What one comes in with: a password chosen or changed, an address added or changed."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from phronesis.admission.verdicts import Refused
from phronesis.office.people import operations, tasks
from phronesis.office.people.models import LinkRequest, OneTimeLink, Person
from phronesis.site import clock
from tests.factories import PASSWORD, a_person

pytestmark = pytest.mark.django_db
NEW = "another long enough sentence"


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def with_password() -> tuple[Client, Person]:
    maren = a_person(email="maren@example.org", password=PASSWORD)
    client = Client()
    client.force_login(maren)
    return client, maren


def the_link(token_of: str = "/me/address/") -> str:
    found = re.search(rf"{token_of}\S+", str(mail.outbox[-1].body))
    assert found
    return found[0]


def test_a_password_is_changed_by_whoever_knows_the_present_one() -> None:
    client, maren = with_password()
    elsewhere = Client()
    elsewhere.force_login(maren)

    wrong = client.post("/me/password", {"current": "not this one", "password": NEW})
    right = client.post("/me/password", {"current": PASSWORD, "password": NEW})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert operations.person_with_password("maren@example.org", NEW) == maren
    assert client.get("/me").status_code == 200, "this session stays"
    assert elsewhere.get("/me").status_code == 302, "every other one ends"


def test_who_has_no_password_chooses_one() -> None:
    maren, client = a_person(email="maren@example.org"), Client()
    client.force_login(maren)
    assert "present password" not in client.get("/me/password").content.decode()

    assert client.post("/me/password", {"password": "short"}).status_code == 422
    assert client.post("/me/password", {"password": NEW}).status_code == 302
    assert operations.person_with_password("maren@example.org", NEW) == maren


def test_guessing_the_present_password_is_limited() -> None:
    client, _maren = with_password()
    told = {
        client.post("/me/password", {"current": "no", "password": NEW}).status_code
        for _times in range(31)
    }

    assert 429 in told


def test_an_address_is_changed_by_a_tap_and_not_by_a_scanner() -> None:
    client, maren = with_password()
    client.post("/me/address", {"email": "Maren.New@Example.org", "current": PASSWORD})
    tasks.due(clock.now())
    link = the_link()
    assert mail.outbox[-1].to == ["maren.new@example.org"]

    for _times in range(10):
        assert client.get(link).status_code == client.head(link).status_code == 200
    maren.refresh_from_db()
    assert maren.email == "maren@example.org"

    assert client.post(link).status_code == 302
    maren.refresh_from_db()
    assert maren.email == "maren.new@example.org"
    assert client.post(link).status_code == client.get(link).status_code == 410


def test_who_came_with_a_given_name_adds_an_address_and_keeps_the_name() -> None:
    lorna = operations.make_person(
        operations.Newcomer("Lorna", sign_in_name="tabo-leni-furo", password=PASSWORD)
    )
    operations.ask_for_address(lorna, "lorna@example.org", at=clock.now())
    tasks.due(clock.now())

    operations.confirm_address(the_link().rpartition("/")[2], person=lorna, at=clock.now())

    for name in ("tabo-leni-furo", "lorna@example.org"):
        assert operations.person_with_password(name, PASSWORD) == lorna


def test_an_address_needs_the_present_password() -> None:
    client, _maren = with_password()

    answer = client.post("/me/address", {"email": "a@example.org", "current": "no"})

    assert answer.status_code == 422
    assert not LinkRequest.objects.exists()


def test_a_taken_address_reads_like_a_free_one_and_is_sent_nothing(
    django_assert_num_queries: Any,
) -> None:
    client, _maren = with_password()
    a_person(email="lorna@example.org")
    pages = []
    for address in ("lorna@example.org", "kofi@example.org"):
        with django_assert_num_queries(5):
            answer = client.post("/me/address", {"email": address, "current": PASSWORD})
        pages.append(answer.content.replace(address.encode(), b""))

    assert pages[0] == pages[1]
    operations.ask_for_address(a_person(), "lorna@example.org", at=clock.now())
    tasks.due(clock.now())
    assert [sent.to for sent in mail.outbox] == [["kofi@example.org"]]


def test_an_address_that_became_somebody_elses_meanwhile_stays_hers() -> None:
    maren = a_person(email="maren@example.org")
    purpose = OneTimeLink.Purpose.ADDRESS
    token = operations.make_link(maren, at=clock.now(), purpose=purpose, email="x@example.org")
    a_person(email="x@example.org")

    with pytest.raises(Refused):
        operations.confirm_address(token, person=maren, at=clock.now())
    maren.refresh_from_db()
    assert maren.email == "maren@example.org"


def test_a_link_for_an_address_lets_nobody_in_and_works_for_its_owner_alone() -> None:
    maren = a_person()
    purpose = OneTimeLink.Purpose.ADDRESS
    token = operations.make_link(maren, at=clock.now(), purpose=purpose, email="x@example.org")

    assert Client().post(f"/sign-in/link/{token}").status_code == 410
    assert Client().get(f"/me/address/{token}")["Location"].startswith("/sign-in")
    other = Client()
    other.force_login(a_person())
    assert other.get(f"/me/address/{token}").status_code == 410
    with pytest.raises(Refused):
        operations.confirm_address(token, person=a_person(), at=clock.now())
    sign_in = operations.make_link(maren, at=clock.now())
    with pytest.raises(Refused):
        operations.confirm_address(sign_in, person=maren, at=clock.now())


@pytest.mark.parametrize("path", ["/me/password", "/me/address", "/me/address/x"])
def test_pages_of_ones_own_ask_for_a_sign_in_and_a_form_token(path: str) -> None:
    assert Client().get(path)["Location"] == f"/sign-in?next={path}"
    client = Client(enforce_csrf_checks=True)
    client.force_login(a_person())
    assert client.post(path, {"password": NEW}).status_code == 403
