from django.apps import AppConfig


class LettingGoConfig(AppConfig):
    name = "phronesis.release.letting_go"
    label = "letting_go"
