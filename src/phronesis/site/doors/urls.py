"""Addresses of the doors."""

from django.urls import path

from phronesis.site.doors import after, demo, kept, papers, rooms, slips

app_name = "doors"
urlpatterns = [
    path("in/<str:code>", rooms.enter, name="enter"),
    path("demo/enter/<str:token>", demo.come_in_as, name="demo"),
    path("room/<uuid:room>", rooms.phone, name="phone"),
    path("room/<uuid:room>/console", rooms.console, name="console"),
    path("room/<uuid:room>/stage", rooms.stage, name="stage"),
    path("gatherings/<uuid:room>/open", rooms.open_room, name="open-room"),
    path("write/circles.json", rooms.circles, name="circles"),
    path("circles/<uuid:circle>", kept.circle, name="circle"),
    path("circles/<uuid:circle>/kept/<uuid:insight>", kept.insight, name="insight"),
    path("gatherings/<uuid:gathering>/run-sheet.pdf", papers.run_sheet_pdf, name="run-sheet"),
    path("gatherings/<uuid:gathering>/poster.pdf", papers.poster_pdf, name="poster"),
    path("gatherings/<uuid:gathering>/after", after.after, name="after"),
    path("gatherings/<uuid:gathering>/after/again", after.ask_again, name="ask-again"),
    path("gatherings/<uuid:gathering>/after/<uuid:restatement>/drop", after.drop, name="drop"),
    path("gatherings/<uuid:gathering>/after/<uuid:restatement>/cards", after.cards, name="cards"),
    path("ballot/gatherings/<uuid:gathering>/keys", slips.show_keys, name="keys"),
    path("ballot/csrf", slips.show_csrf, name="ballot-csrf"),
    path("ballot/tokens", slips.give, name="tokens"),
]
