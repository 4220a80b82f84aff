from django.apps import AppConfig


class VoicesConfig(AppConfig):
    name = "phronesis.commons.voices"
    label = "voices"
