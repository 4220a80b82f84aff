from django.apps import AppConfig


class CalendarConfig(AppConfig):
    name = "phronesis.office.calendar"
    label = "calendar"
