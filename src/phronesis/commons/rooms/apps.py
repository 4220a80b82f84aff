from django.apps import AppConfig


class RoomsConfig(AppConfig):
    name = "phronesis.commons.rooms"
    label = "rooms"
