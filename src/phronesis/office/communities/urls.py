"""Addresses of circles, invitations, and one's own page."""

from django.urls import path

from phronesis.office.communities.views import (
    accepting,
    attesting,
    circle,
    hosting,
    inviting,
    joining,
    me,
    settling,
)

app_name = "communities"
urlpatterns = [
    path("me", me.me, name="me"),
    path("me/competences", me.declare, name="declare"),
    path("me/data", me.my_data, name="my-data"),
    path("circles/new", hosting.found, name="found"),
    path("circles/<uuid:circle>", circle.circle, name="circle"),
    path("circles/<uuid:circle>/charter", hosting.charter, name="charter"),
    path("circles/<uuid:circle>/stage", hosting.stage, name="stage"),
    path("circles/<uuid:circle>/people", hosting.people, name="people"),
    path("circles/<uuid:circle>/settings", settling.change, name="settings"),
    path("circles/<uuid:circle>/join", joining.join, name="join"),
    path("circles/<uuid:circle>/attest/<uuid:person>", attesting.attest, name="attest"),
    path("circles/<uuid:circle>/invite", inviting.invite, name="invite"),
    path(
        "circles/<uuid:circle>/invitations/<uuid:invitation>",
        inviting.invitation,
        name="invitation",
    ),
    path(
        "circles/<uuid:circle>/invitations/<uuid:invitation>/withdraw",
        inviting.withdraw,
        name="withdraw",
    ),
    path("circles/<uuid:circle>/leave", circle.leave, name="leave"),
    path("circles/<uuid:circle>/anew", circle.start_anew, name="anew"),
    path("invitation/code", accepting.type_code, name="type-code"),
    path("invitation/code/<str:code>", accepting.by_code, name="by-code"),
    path("invitation/<str:token>", accepting.by_link, name="by-link"),
]
