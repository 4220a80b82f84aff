from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "phronesis.care"
    label = "care"
