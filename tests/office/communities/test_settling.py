"""What hosts settle for their circle."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client

from phronesis.admission.verdicts import Refused
from phronesis.office.communities import operations
from phronesis.office.communities.models import Act, Community
from phronesis.release.ledger import tasks
from phronesis.site import clock
from tests.factories import A_THURSDAY, a_host, a_member
from tests.office.communities.test_views import text_of

pytestmark = pytest.mark.django_db
SAID = {
    "name": "Nights",
    "serves": "Ward 6",
    "language": "en",
    "zone": "Europe/Oslo",
    "retention_days": "14",
    "join_mode": "by-request",
    "recess_from": "2026-07-01",
    "recess_until": "2026-08-15",
}


def test_a_host_settles_everything_but_the_kind(client: Client) -> None:
    host = a_host()
    client.force_login(host.person)
    here = f"/circles/{host.community_id}/settings"

    assert client.post(here, {**SAID, "kind": "leaders"}).status_code == 302

    circle = Community.objects.get()
    assert (circle.zone, circle.retention_days, circle.kind) == ("Europe/Oslo", 14, "peers")
    assert circle.recess_until == date(2026, 8, 15)
    page = text_of(client.get(here))
    assert "rooms opened from now on" in page
    assert "start a new circle" in page
    assert f"/circles/{host.community_id}/join" in page


def test_every_change_is_written_down_and_saving_again_is_none(client: Client) -> None:
    host = a_host()
    settled = replace(operations.settings_of(host.community), retention_days=7, join_mode="open")

    changed = operations.change_circle(settled, by=host, at=A_THURSDAY)
    again = operations.change_circle(settled, by=host, at=A_THURSDAY)

    assert (set(changed), again) == ({"retention_days", "join_mode"}, ())
    tasks.due(clock.now())
    client.force_login(host.person)
    acts = text_of(client.get(f"/circles/{host.community_id}/acts"))
    assert "changed a setting of this circle: how long words are kept." in acts
    assert Act.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("name", "", "Give the circle a name people can say."),
        ("zone", "Europe/Nowhere", "We do not know this time zone."),
        ("retention_days", "0", "Words are kept for one day at least."),
        ("retention_days", "366", "Words are kept for 365 days at most."),
        ("recess_until", "2026-06-01", "A rest ends on the day it begins or later."),
        ("recess_until", "", "Say both days of the rest, or neither."),
        ("recess_from", "someday", "This does not look like a day."),
        ("join_mode", "everyone", "Choose one of these."),
    ],
)
def test_what_cannot_be_saved_comes_back_with_a_kind_sentence(
    client: Client, field: str, value: str, told: str
) -> None:
    host = a_host()
    client.force_login(host.person)

    answer = client.post(f"/circles/{host.community_id}/settings", {**SAID, field: value})

    assert answer.status_code == 422
    assert told in text_of(answer)
    assert "Nothing you wrote is lost." in text_of(answer)
    assert Community.objects.get().zone == "UTC"


def test_members_settle_nothing(client: Client) -> None:
    member = a_member()
    client.force_login(member.person)

    assert client.get(f"/circles/{member.community_id}/settings").status_code == 404
    with pytest.raises(Refused):
        operations.change_circle(
            replace(operations.settings_of(member.community), name="Mine"),
            by=member,
            at=A_THURSDAY,
        )


def test_a_rest_begins_before_it_ends_whoever_writes() -> None:
    host = a_host()
    told: Any = replace(operations.settings_of(host.community), recess_until=date(2026, 8, 1))

    with pytest.raises(Refused, match="A rest ends"):
        operations.change_circle(told, by=host, at=A_THURSDAY)
