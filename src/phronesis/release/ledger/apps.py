from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "phronesis.release.ledger"
    label = "ledger"
