from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "phronesis.site"
    label = "site"

    def ready(self) -> None:
        from phronesis.site import checks  # noqa: F401, PLC0415 -- checks register when apps are ready
