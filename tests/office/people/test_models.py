"""What the database keeps, whoever writes."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from phronesis.office.people.models import Competence, OneTimeLink, Person, Profession
from tests.factories import A_DAY, A_THURSDAY, a_person

pytestmark = pytest.mark.django_db


def refuses(name: str, make: Any) -> None:
    """The database itself says no, with a sentence. PostgreSQL and SQLite both name it."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic(using="default"):
        make()


def test_an_address_is_kept_in_lower_case_and_is_one_persons() -> None:
    a_person(email="maren@example.org")
    refuses(
        "people_email_is_in_lower_case",
        lambda: Person.objects.create(name="Maren", email="Maren@example.org"),
    )
    refuses("email", lambda: Person.objects.create(name="Maren", email="maren@example.org"))


def test_a_person_has_a_name_and_a_way_to_sign_in() -> None:
    refuses("people_person_has_a_way_to_sign_in", lambda: Person.objects.create(name="Maren"))
    refuses(
        "people_person_has_a_name", lambda: Person.objects.create(name="", email="m@example.org")
    )
    refuses(
        "people_sign_in_name_is_not_an_address",
        lambda: Person.objects.create(name="Maren", sign_in_name="m@example.org"),
    )


def test_nothing_can_hold_the_time_of_the_last_sign_in() -> None:
    assert "last_login" not in {field.name for field in Person._meta.get_fields()}


def test_a_profession_is_listed_once_whatever_its_case() -> None:
    Profession.objects.create(name="Porter")
    refuses("people_profession_is_listed_once", lambda: Profession.objects.create(name="porter"))


def test_a_competence_is_attested_by_somebody_else_or_only_declared() -> None:
    maren = a_person()
    refuses(
        "people_competence_is_attested_by_someone(?!_)",
        lambda: Competence.objects.create(
            person=maren, area="ethics", basis="attested", until=A_DAY
        ),
    )
    refuses(
        "people_competence_is_attested_by_someone_else",
        lambda: Competence.objects.create(
            person=maren, area="ethics", basis="attested", attested_by=maren, until=A_DAY
        ),
    )


def test_a_link_has_a_known_purpose() -> None:
    refuses(
        "people_link_has_a_known_purpose",
        lambda: OneTimeLink.objects.create(
            person=a_person(), token_hash="x", purpose="other", expires_at=A_THURSDAY
        ),
    )
