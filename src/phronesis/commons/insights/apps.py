from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "phronesis.commons.insights"
    label = "insights"
