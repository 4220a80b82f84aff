from django.apps import AppConfig


class BallotConfig(AppConfig):
    name = "phronesis.ballot"
    label = "ballot"
