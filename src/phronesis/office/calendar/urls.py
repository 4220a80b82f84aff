"""Addresses of the calendar."""

from django.urls import path

from phronesis.office.calendar.views import feeds, gatherings, series

app_name = "calendar"
urlpatterns = [
    path("calendar", feeds.mine, name="mine"),
    path("calendar/address", feeds.new_address, name="new-address"),
    path("calendar/<str:secret>.ics", feeds.feed, name="feed"),
    path("gatherings/<uuid:gathering>", gatherings.gathering_page, name="gathering"),
    path("gatherings/<uuid:gathering>/answer", gatherings.answer, name="answer"),
    path("gatherings/<uuid:gathering>/stand-by", gatherings.stand_by, name="stand-by"),
    path("gatherings/<uuid:gathering>/change", gatherings.change, name="change"),
    path("gatherings/<uuid:gathering>/call-off", gatherings.call_off, name="call-off"),
    path("gatherings/<uuid:gathering>/time.ics", feeds.one, name="one"),
    path("circles/<uuid:community>/calendar", series.calendar, name="calendar"),
    path("circles/<uuid:community>/series", series.new_series, name="new-series"),
]
