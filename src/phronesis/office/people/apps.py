from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "phronesis.office.people"
    label = "people"
