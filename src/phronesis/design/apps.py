from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "phronesis.design"
    label = "design"
