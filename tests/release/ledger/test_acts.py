"""Power is written down where a circle can read it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from phronesis.office.communities import operations
from phronesis.release.ledger import tasks
from phronesis.release.ledger.models import Entry
from tests.factories import A_THURSDAY, a_host, a_member, a_person

pytestmark = pytest.mark.django_db
LATER = A_THURSDAY + timedelta(days=1)


def a_circle_with_acts(many: int = 1) -> Any:
    host = a_host()
    for _each in range(many):
        member = a_member(host.community, person=a_person("Yusuf Demir"))
        operations.give_role(member, "facilitator", by=host, at=A_THURSDAY)
    tasks.due(LATER)
    return host


def test_members_read_who_was_given_a_part_and_by_whom(client: Client) -> None:
    host = a_circle_with_acts()
    client.force_login(a_member(host.community).person)

    page = client.get(f"/circles/{host.community_id}/acts").content.decode()

    assert "Maren Solheim gave Yusuf Demir a part: facilitator." in page
    assert "That was checked now." in page


def test_a_rewritten_line_shows(client: Client) -> None:
    host = a_circle_with_acts(3)
    client.force_login(host.person)
    Entry.objects.filter(number=2).update(act="role.taken.facilitator")

    page = client.get(f"/circles/{host.community_id}/acts").content.decode()

    assert "have been changed since they were written" in page


def test_who_does_not_belong_reads_nothing(client: Client) -> None:
    host = a_circle_with_acts()
    client.force_login(a_person())

    assert client.get(f"/circles/{host.community_id}/acts").status_code == 404


def test_somebody_who_is_gone_is_not_named(client: Client) -> None:
    host = a_circle_with_acts()
    client.force_login(host.person)
    Entry.objects.update(subject="00000000-0000-4000-8000-000000000000")

    page = client.get(f"/circles/{host.community_id}/acts").content.decode()

    assert "gave somebody who has left a part" in page
