from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "phronesis.vault"
    label = "vault"
