from django.apps import AppConfig


class CommunitiesConfig(AppConfig):
    name = "phronesis.office.communities"
    label = "communities"
