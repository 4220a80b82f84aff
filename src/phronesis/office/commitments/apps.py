from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    name = "phronesis.office.commitments"
    label = "commitments"
