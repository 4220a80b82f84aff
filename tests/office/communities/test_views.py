"""The pages of circles, invitations and one's own: what they say, refuse, and never tell."""

import json
import re
from datetime import timedelta
from typing import Any
from unicodedata import normalize

import pytest
from django.core import mail
from django.test import Client

from phronesis.admission.roles import Role
from phronesis.office.communities import operations, queries
from phronesis.office.communities.models import Community, Invitation, Membership
from phronesis.office.people.models import Competence, Consent, Person
from phronesis.site import clock
from tests.factories import (
    PASSWORD,
    a_community,
    a_facilitator,
    a_host,
    a_member,
    a_person,
)

pytestmark = pytest.mark.django_db
READY = {"standing": "on", "agree": "on"}


def text_of(answer: Any) -> str:
    return normalize("NFC", answer.content.decode())


def a_mail_invitation(to: str = "lorna@example.org", role: str = "") -> tuple[Invitation, str]:
    host = a_host()
    return operations.invite_by_mail(
        host.community, to=to, by=host.person, at=clock.now(), role=role
    )


def a_code(people: int = 30) -> Invitation:
    host = a_host()
    return operations.invite_by_code(host.community, by=host.person, at=clock.now(), people=people)


def same_every_time(page: bytes) -> bytes:
    """Form tokens and the name given to each newcomer are drawn by lot; nothing else is."""
    page = re.sub(rb'name="(csrfmiddlewaretoken|given)" value="[^"]*"', b"", page)
    return re.sub(rb"\b([a-z]{4})-([a-z]{4})-([a-z]{4})\b", b"", page)


def test_a_circle_that_is_not_yours_reads_like_no_circle(client: Client) -> None:
    circle = a_member().community
    client.force_login(a_person())

    not_yours = client.get(f"/circles/{circle.pk}")
    not_there = client.get("/circles/00000000-0000-4000-8000-000000000000")

    assert not_yours.status_code == not_there.status_code == 404
    assert not_yours.content == not_there.content


@pytest.mark.parametrize("page", ["charter", "stage", "people", "invite"])
def test_a_members_page_never_opens_what_hosts_have(client: Client, page: str) -> None:
    member = a_member()
    client.force_login(member.person)
    assert client.get(f"/circles/{member.community_id}/{page}").status_code == 404

    client.force_login(a_host(member.community).person)
    assert client.get(f"/circles/{member.community_id}/{page}").status_code == 200


def test_the_circle_page_says_what_it_is_and_who_holds_it(client: Client) -> None:
    facilitator = a_facilitator()
    Competence.objects.filter(area="ethics").update(basis="declared", attested_by=None)
    client.force_login(facilitator.person)

    page = text_of(client.get(f"/circles/{facilitator.community_id}"))

    assert "A circle of peers" in page
    assert "Nobody in it manages, rosters or assesses anyone in Ward 6." in page
    assert "ethics (declared, not yet attested)" in page
    assert "group process (declared" not in page


def test_mail_scanners_do_not_use_an_invitation_up(client: Client) -> None:
    invitation, token = a_mail_invitation()
    for _times in range(10):
        assert client.head(f"/invitation/{token}").status_code == 200
        assert client.get(f"/invitation/{token}").status_code == 200
    invitation.refresh_from_db()
    assert invitation.uses == 0


def test_somebody_new_comes_in_from_a_mail_with_one_tap(client: Client) -> None:
    invitation, token = a_mail_invitation()

    answer = client.post(f"/invitation/{token}", {**READY, "name": "Lorna Fairweather"})

    lorna = Person.objects.get(email="lorna@example.org")
    assert answer["Location"] == f"/circles/{invitation.community_id}"
    assert queries.membership_of(lorna.pk, invitation.community_id)
    assert Consent.objects.get(person=lorna).text == "joining"
    assert client.get(answer["Location"]).status_code == 200
    assert client.post(f"/invitation/{token}", READY).status_code == 302, "a second tap is kind"
    assert Client().get(f"/invitation/{token}").status_code == 410


def test_a_forwarded_mail_lets_nobody_in_as_somebody_else(client: Client) -> None:
    a_person(email="lorna@example.org")
    _invitation, token = a_mail_invitation()

    answer = client.post(f"/invitation/{token}", {**READY, "name": "Somebody Else"})

    assert answer["Location"].startswith("/sign-in?next=/invitation/")
    assert "_auth_user_id" not in client.session


def test_no_mail_is_needed_to_come_in_with_a_code(client: Client) -> None:
    invitation = a_code()
    page = text_of(client.get(f"/invitation/code/{str(invitation.code).lower()}"))
    signed = re.search(r'name="given" value="([^"]+)"', page)
    given = re.search(r'name="given-name"[^>]* value="([^"]+)"', page)
    assert signed
    assert given

    answer = client.post(
        f"/invitation/code/{invitation.code}",
        {**READY, "name": "Samuel", "password": PASSWORD, "given": signed[1]},
    )

    assert answer.status_code == 302
    samuel = Person.objects.get(sign_in_name=given[1])
    assert samuel.email is None
    assert samuel.check_password(PASSWORD)


def test_a_sign_in_name_is_given_and_not_chosen(client: Client) -> None:
    invitation = a_code()

    answer = client.post(
        f"/invitation/code/{invitation.code}",
        {**READY, "name": "Samuel", "password": PASSWORD, "given": "maren"},
    )

    assert answer.status_code == 422
    assert not Person.objects.filter(name="Samuel").exists()


def test_nobody_comes_in_without_saying_where_they_stand(client: Client) -> None:
    invitation = a_code()
    client.force_login(a_person())

    answer = client.post(f"/invitation/code/{invitation.code}", {"agree": "on"})

    assert answer.status_code == 422
    assert "Nobody is told that you looked." in text_of(answer)
    assert not Membership.objects.filter(person__name="Maren Solheim", held=None).exists()


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("peers", "I don&#39;t manage, roster or assess anyone in Ward 6."),
        ("all-ranks", "people of all ranks are here"),
        ("leaders", "I manage, roster or assess others"),
    ],
)
def test_every_invitation_says_its_kind(client: Client, kind: str, words: str) -> None:
    invitation = a_code()
    Community.objects.update(kind=kind)

    assert words in text_of(client.get(f"/invitation/code/{invitation.code}"))


def test_a_wrong_code_is_answered_kindly_and_an_ended_one_is_told(client: Client) -> None:
    invitation = a_code()
    wrong = client.get("/invitation/code/WRONGX")
    assert wrong.status_code == 404
    assert "Nothing was lost" in text_of(wrong)
    assert client.get("/invitation/code", {"code": "br-id ge"})["Location"].endswith("/BRIDGE")

    Invitation.objects.filter(pk=invitation.pk).update(expires_at=clock.now() - timedelta(days=1))
    ended = client.get(f"/invitation/code/{invitation.code}")
    assert ended.status_code == 410
    assert "Nothing was lost, and nobody is told that you looked." in text_of(ended)


def test_a_used_invitation_and_one_never_made_look_alike() -> None:
    _invitation, token = a_mail_invitation()
    Invitation.objects.update(uses=1)

    used, never = (Client().get(f"/invitation/{name}") for name in (token, "never-made"))

    assert (used.status_code, used.content) == (never.status_code, never.content)


def pages_a_manager_sees(invitation: Invitation, manager: Person | None) -> list[bytes]:
    client = Client()
    if manager:
        client.force_login(manager)
    here = f"/invitation/code/{invitation.code}"
    answers = [client.get(here), client.post(here, {"agree": "on"})]
    return [same_every_time(answer.content) for answer in answers]


@pytest.mark.parametrize("signed_in", [True, False])
def test_an_invitation_tells_a_manager_nothing_about_who_belongs(signed_in: bool) -> None:
    invitation = a_code()
    manager = a_person("Graham Pell") if signed_in else None
    before = pages_a_manager_sees(invitation, manager)

    for name in ("Lorna Fairweather", "Samuel Okello", "Kofi Mensah"):
        a_member(invitation.community, person=a_person(name))
    a_facilitator(invitation.community)
    after = pages_a_manager_sees(invitation, manager)

    assert before == after


def test_that_comparison_would_notice_a_single_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Teeth: a page that lists who belongs does not pass for the same page."""
    invitation = a_code()
    honest = queries.ground_rules
    monkeypatch.setattr(
        queries,
        "ground_rules",
        lambda circle, language: (
            *honest(circle, language),
            *(member.person.name for member in queries.members_of(circle.pk)),
        ),
    )
    before = pages_a_manager_sees(invitation, None)
    a_member(invitation.community, person=a_person("Lorna Fairweather"))

    assert before != pages_a_manager_sees(invitation, None)


def test_hosts_invite_by_mail_and_the_mail_says_the_kind(client: Client) -> None:
    host = a_host()
    client.force_login(host.person)

    answer = client.post(
        f"/circles/{host.community_id}/invite", {"to": "lorna@example.org", "role": "facilitator"}
    )

    (letter,) = mail.outbox
    link = re.search(r"/invitation/\S+", str(letter.body))
    assert answer.status_code == 200
    assert "A circle of peers" in letter.body
    assert link
    assert Client().get(link[0]).status_code == 200


def test_a_code_can_be_shown_printed_and_taken_down(client: Client) -> None:
    host = a_host()
    client.force_login(host.person)
    shown = client.post(f"/circles/{host.community_id}/invite", {"code": "1"})["Location"]

    page = text_of(client.get(shown))
    assert "<svg" in page
    assert " style=" not in page
    assert "A circle of peers" in page

    client.post(f"{shown}/withdraw")
    assert client.get(shown).status_code == 404


def test_facilitators_invite_members_but_offer_no_parts(client: Client) -> None:
    facilitator = a_facilitator()
    client.force_login(facilitator.person)
    here = f"/circles/{facilitator.community_id}/invite"

    assert client.post(here, {"to": "a@example.org"}).status_code == 200
    assert client.post(here, {"to": "a@example.org", "role": "steward"}).status_code == 409


def test_a_circle_is_started_in_a_minute_and_its_charter_completed_later(client: Client) -> None:
    operator = a_person()
    Person.objects.filter(pk=operator.pk).update(operates=True)
    client.force_login(operator)

    founded = client.post(
        "/circles/new", {"name": "Cuna", "kind": "peers", "language": "es", "serves": ""}
    )

    circle = Community.objects.get(name="Cuna")
    assert founded.status_code == 200
    assert str(Invitation.objects.get(community=circle).code) in text_of(founded)
    assert client.get(f"/circles/{circle.pk}").status_code == 404, "who runs it does not belong"


def test_members_start_no_circle(client: Client) -> None:
    client.force_login(a_member().person)

    assert client.get("/circles/new").status_code == 403


def test_a_host_writes_the_charter_and_two_hosts_do_not_overwrite_each_other(
    client: Client,
) -> None:
    host = a_host()
    client.force_login(host.person)
    here = f"/circles/{host.community_id}/charter"
    written = {
        "version": "0",
        "rules": "What is said here stays here.\nYou may pass.",
        "trust": "We answer for each other.",
        "purpose-picks": ["ethics"],
        "practical-wisdom-words": "When to stop.",
    }

    assert client.post(here, written).status_code == 302
    refused = client.post(here, {**written, "trust": "My own words."})

    assert refused.status_code == 409
    assert "My own words." in text_of(refused)
    page = text_of(client.get(f"/circles/{host.community_id}"))
    for words in ("You may pass.", "We answer for each other.", "When to stop.", "(proposed)"):
        assert words in page


def test_a_stage_is_said_with_a_reason(client: Client) -> None:
    host = a_host()
    client.force_login(host.person)
    here = f"/circles/{host.community_id}/stage"

    assert client.post(here, {"stage": "fusion", "reason": ""}).status_code == 422
    assert client.post(here, {"stage": "fusion", "reason": "Eleven came."}).status_code == 302
    assert "Eleven came." in text_of(client.get(f"/circles/{host.community_id}"))


def test_a_host_gives_and_takes_back_parts(client: Client) -> None:
    host = a_host()
    member = a_member(host.community, person=a_person("Yusuf"))
    client.force_login(host.person)
    here = f"/circles/{host.community_id}/people"

    client.post(here, {"member": member.pk, "give": Role.FACILITATOR.value})
    found = queries.membership_of(member.person_id, member.community_id)
    assert found
    assert found.facilitates
    last = client.post(here, {"member": host.pk, "take": "steward"})
    assert last.status_code == 409


def test_leaving_takes_one_tap_and_the_circle_is_closed_to_her(client: Client) -> None:
    member = a_member()
    client.force_login(member.person)

    assert client.post(f"/circles/{member.community_id}/leave").status_code == 200
    assert client.get(f"/circles/{member.community_id}").status_code == 404


def test_starting_anew_is_offered_and_then_not_for_a_while(client: Client) -> None:
    member = a_member()
    client.force_login(member.person)
    here = f"/circles/{member.community_id}/anew"

    assert client.get(here).status_code == 200
    assert client.post(here).status_code == 302
    assert client.post(here).status_code == 409
    assert "less than three months ago" in text_of(client.get(here))


def test_my_page_changes_what_i_say_about_myself(client: Client) -> None:
    facilitator = a_facilitator()
    Competence.objects.filter(area="ethics").delete()
    client.force_login(facilitator.person)

    client.post("/me", {"name": "Maren S.", "language": "nb", "profession": "Psychologist"})
    client.post("/me/competences", {"area": "ethics"})

    facilitator.person.refresh_from_db()
    assert facilitator.person.name == "Maren S."
    assert facilitator.person.profession
    assert Competence.objects.get(area="ethics").basis == "declared"
    assert client.post("/me", {"name": "", "language": "en"}).status_code == 422


def test_my_data_is_what_is_known_of_me_and_holds_no_secret(client: Client) -> None:
    member = a_member()
    client.force_login(member.person)

    answer = client.get("/me/data")

    known = json.loads(answer.content)
    assert known["circles"][0]["name"] == "Nights"
    assert bytes(member.salt).hex() not in text_of(answer)
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize("path", ["/me", "/circles/new", "/me/data"])
def test_pages_of_ones_own_ask_for_a_sign_in(client: Client, path: str) -> None:
    assert client.get(path)["Location"] == f"/sign-in?next={path}"


def test_posts_without_their_form_token_are_refused() -> None:
    host = a_host()
    client = Client(enforce_csrf_checks=True)
    client.force_login(host.person)
    circle = f"/circles/{host.community_id}"
    code = operations.invite_by_code(host.community, by=host.person, at=clock.now()).code

    for path in (
        "/me",
        "/me/competences",
        "/circles/new",
        f"/invitation/code/{code}",
        *(f"{circle}/{page}" for page in ("charter", "stage", "people", "invite", "leave", "anew")),
    ):
        assert client.post(path, READY).status_code == 403, path


@pytest.mark.parametrize("many", [1, 3])
def test_pages_ask_the_database_as_often_for_one_as_for_three(
    client: Client, many: int, django_assert_num_queries: Any
) -> None:
    circle = a_community()
    host = a_host(circle)
    for _each in range(many):
        a_facilitator(circle)
        operations.invite_by_code(circle, by=host.person, at=clock.now())
    client.force_login(host.person)

    for path, queries_made in (("/people", 6), ("/settings", 3), ("/invite", 4), ("/charter", 5)):
        with django_assert_num_queries(queries_made):
            client.get(f"/circles/{circle.pk}{path}")
